package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;
import org.escapement.engine.layer.Residual;
import org.escapement.engine.tensor.HostTensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The statistics of batch normalisation: which, of what, and that none are left over. */
class BatchNormalizationTest {
  private static final int EXAMPLES = 11;

  private final Random random = new Random(5);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 11, 100})
  void statisticsOfManyPiecesAreThoseOfOne(int chunk) {
    Examples examples = examples(6, 2, 0);
    List<Layer> layers = network();
    INDArray point = vector(dimension(layers));
    List<ChannelStatistics> actual = statistics(layers, examples, chunk, point);
    List<ChannelStatistics> expected = statistics(layers, examples, EXAMPLES, point);
    assertThat(actual).hasSize(2);
    for (int i = 0; i < actual.size(); i++) {
      assertThat(actual.get(i).means()).containsExactly(expected.get(i).means(), within(1e-15));
      assertThat(actual.get(i).variances())
          .containsExactly(expected.get(i).variances(), within(1e-15));
    }
  }

  @Test
  void anObjectiveTellsWhatItNormalisesBy() {
    Examples examples = examples(6, 2, 0);
    Objective normalized =
        new Network(6, network(), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE).objective(examples);
    List<Layer> plain = List.of(new Dense(6, 2));
    List<Layer> block = List.of(new Residual(6, List.of(new BatchNormalization(3, 2))));

    assertThat(normalized.normalization().orElseThrow()).contains("all examples", "held constant");
    assertThat(
            new Network(6, plain, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE)
                .objective(examples)
                .normalization())
        .isEmpty();
    assertThat(
            new Network(6, block, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE)
                .objective(examples(6, 6, 0))
                .normalization())
        .isPresent();
  }

  private static List<ChannelStatistics> statistics(
      List<Layer> layers, Examples examples, int chunk, INDArray point) {
    Compute compute = HostTensors.COMPUTE;
    return ExampleStatistics.of(
        compute, layers, compute.upload(examples.features()), chunk, compute.upload(point));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 11})
  void statisticsInFloatDoNotCancel(int chunk) {
    Examples examples = examples(6, 2, 1000);
    Examples rounded =
        new Examples(
            examples.features().castTo(DataType.FLOAT), examples.targets().castTo(DataType.FLOAT));
    double[][] data = rounded.features().castTo(DataType.DOUBLE).toDoubleMatrix();
    List<Layer> layers = List.of(new BatchNormalization(2, 3));
    ChannelStatistics statistics =
        statistics(layers, rounded, chunk, Nd4j.ones(DataType.FLOAT, 4)).get(0);
    for (int c = 0; c < 2; c++) {
      double mean = 0;
      double square = 0;
      for (int i = 0; i < EXAMPLES; i++) {
        for (int q = 0; q < 3; q++) {
          mean += data[i][c * 3 + q] / (EXAMPLES * 3);
        }
      }
      for (int i = 0; i < EXAMPLES; i++) {
        for (int q = 0; q < 3; q++) {
          square += Math.pow(data[i][c * 3 + q] - mean, 2) / (EXAMPLES * 3);
        }
      }
      assertThat(statistics.means()[c]).isCloseTo(mean, within(1e-6));
      assertThat(statistics.variances()[c]).isCloseTo(square, within(1e-6 * square));
    }
  }

  @Test
  void gaussNewtonHasTheStatisticsOfAllExamples() {
    // F = γ â + β with constant statistics: H_i = 2 (â_i, 1)(â_i, 1)ᵀ, whatever the targets
    INDArray features = Nd4j.createFromArray(new double[][] {{1}, {2}, {6}});
    Network network =
        new Network(
            1, List.of(new BatchNormalization(1, 1)), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
    Objective objective =
        network.objective(
            new Examples(features, Nd4j.createFromArray(new double[][] {{4}, {-1}, {2}})));
    double scale = 1 / Math.sqrt(14.0 / 3 + 1e-5);
    INDArray product = Nd4j.create(DataType.DOUBLE, 2);
    try (Curvature curvature = objective.gaussNewton(Nd4j.createFromArray(0.4, -0.7))) {
      curvature.hessianProduct(Batch.of(2), Nd4j.createFromArray(1.0, 0.0), product);
    }
    double normalized = 3 * scale;
    assertThat(product.toDoubleVector())
        .containsExactly(new double[] {2 * normalized * normalized, 2 * normalized}, within(1e-14));
  }

  @Test
  void analysisLeavesNothingBehindInTraining() {
    List<Layer> layers = network();
    Examples examples = examples(6, 2, 0);
    Network network = new Network(6, layers, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
    Objective objective = network.objective(examples);
    INDArray here = vector(dimension(layers));
    INDArray there = vector(dimension(layers));
    INDArray expected = here.ulike();
    INDArray actual = here.ulike();
    double loss = objective.gradient(there, Batch.all(EXAMPLES), expected);
    objective.accuracy(here);
    objective.gaussNewton(here).close();
    assertThat(objective.gradient(there, Batch.all(EXAMPLES), actual)).isEqualTo(loss);
    assertThat(actual).isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"FLOAT", "DOUBLE"})
  void aBatchOfOneFeatureRowIsNormalisedToTheShift(DataType type) {
    List<Layer> layers = List.of(new BatchNormalization(2, 1));
    Network network = new Network(2, layers, Loss.MEAN_SQUARED_ERROR, type);
    Objective objective =
        network.objective(
            new Examples(
                Nd4j.createFromArray(new double[][] {{3, -2}, {1, 5}}).castTo(type),
                Nd4j.createFromArray(new double[][] {{0, 0}, {1, 1}}).castTo(type)));
    INDArray point = Nd4j.createFromArray(2.0, 3, 0.5, 1).castTo(type);
    INDArray gradient = point.ulike();
    double loss = objective.gradient(point, Batch.of(0), gradient);
    assertThat(loss).isEqualTo((0.25 + 1) / 2);
    assertThat(gradient.toDoubleVector()).containsExactly(0, 0, 0.5, 1);
  }

  /** A pass that kept statistics from sweep to sweep computes what a new one does, bit for bit. */
  @Test
  void statisticsThatAreKeptAreThoseThatAreMeant() {
    List<Layer> layers = network();
    Examples examples = examples(6, 2, 0);
    INDArray here = vector(dimension(layers));
    INDArray there = vector(dimension(layers));
    List<ChannelStatistics> ofHere = statistics(layers, examples, EXAMPLES, here);
    List<ChannelStatistics> ofThere = statistics(layers, examples, EXAMPLES, there);
    List<List<ChannelStatistics>> order =
        List.of(ofHere, ofHere, ofThere, List.of(), ofThere, ofThere, ofHere, List.of());
    try (LayerChain kept = chain(layers)) {
      for (List<ChannelStatistics> statistics : order) {
        try (LayerChain fresh = chain(layers)) {
          assertThat(outputs(kept, statistics, layers, examples, here))
              .isEqualTo(outputs(fresh, statistics, layers, examples, here));
        }
      }
      assertThat(outputs(kept, ofHere, layers, examples, here))
          .isNotEqualTo(outputs(kept, ofThere, layers, examples, here));
    }
  }

  private static LayerChain chain(List<Layer> layers) {
    return new LayerChain(
        layers, new Layer.PassSetting(HostTensors.COMPUTE, EXAMPLES, DataType.DOUBLE, true, false));
  }

  private static double[][] outputs(
      LayerChain chain,
      List<ChannelStatistics> statistics,
      List<Layer> layers,
      Examples examples,
      INDArray point) {
    Compute compute = HostTensors.COMPUTE;
    chain.fix(statistics);
    return HostTensors.values(
        chain.forward(
            new ParameterViews(layers).of(compute.upload(point)),
            compute.upload(examples.features())));
  }

  private static List<Layer> network() {
    return List.of(
        new Dense(6, 4),
        new BatchNormalization(2, 2),
        new Activation(Activations.TANH.function().orElseThrow(), 4),
        new BatchNormalization(4, 1),
        new Dense(4, 2));
  }

  private static int dimension(List<Layer> layers) {
    return (int) new Network(6, layers, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE).dimension();
  }

  private Examples examples(int inputs, int outputs, double offset) {
    return new Examples(
        vector(EXAMPLES * inputs).addi(offset).reshape('c', EXAMPLES, inputs),
        vector(EXAMPLES * outputs).reshape('c', EXAMPLES, outputs));
  }

  private INDArray vector(int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray());
  }
}
