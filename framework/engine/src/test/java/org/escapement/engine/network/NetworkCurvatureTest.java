package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Lanczos;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.HostTensors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterSubset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Closed forms, and networks that cannot be. */
class NetworkCurvatureTest {
  private static final int EXAMPLES = 16;
  private static final Loss LOSS = Loss.MEAN_SQUARED_ERROR;
  private static final List<Layer> LAYERS =
      List.of(
          new Dense(5, 8),
          new Activation(Activations.TANH.function().orElseThrow(), 8),
          new Dense(8, 3));
  private static final Examples DATA = new Examples(random(EXAMPLES, 5, 1), random(EXAMPLES, 3, 2));
  private static final INDArray POINT = random(1, 75, 3).reshape(75);

  private static INDArray random(int rows, int columns, int seed) {
    return Nd4j.createFromArray(new Random(seed).doubles((long) rows * columns, -1, 1).toArray())
        .reshape('c', rows, columns);
  }

  @Test
  void aSingleLinearLayerHasItsClosedForm() {
    // f_i = (1/k) ‖W a_i + b − y_i‖²: H_i = (2/k) I ⊗ (a_i, 1)(a_i, 1)ᵀ
    Network network =
        new Network(2, List.of(new Dense(2, 1)), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
    INDArray features = Nd4j.createFromArray(new double[][] {{1, 2}, {0, 3}});
    Objective objective =
        network.objective(new Examples(features, Nd4j.createFromArray(new double[][] {{1}, {5}})));
    INDArray product = Nd4j.create(DataType.DOUBLE, 3);
    try (Curvature curvature = objective.curvature(Nd4j.createFromArray(0.3, -0.1, 0.7))) {
      curvature.hessianProduct(Batch.all(2), Nd4j.createFromArray(1.0, 0.0, 0.0), product);
    }
    assertThat(product.toDoubleVector()).containsExactly(1, 2, 1);
  }

  /** The eigenvalues do not depend on the pieces that the examples come in. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 8, 5})
  void sharpnessAndNonUniformityDoNotDependOnThePieces(int pieces) {
    INDArray x = POINT;
    int chunk = (EXAMPLES + pieces - 1) / pieces;
    double[] expected = leading(curvature(DATA, EXAMPLES, x), x);
    double[] actual = leading(curvature(DATA, chunk, x), x);
    assertThat(actual).containsExactly(expected, within(1e-12 * expected[0]));
  }

  @Test
  void floatAndDoubleAgree() {
    INDArray x = POINT.castTo(DataType.FLOAT);
    Examples data =
        new Examples(DATA.features().castTo(DataType.FLOAT), DATA.targets().castTo(DataType.FLOAT));
    double[] expected = leading(curvature(DATA, EXAMPLES, POINT), POINT);
    double[] actual = leading(curvature(data, EXAMPLES, x), x);
    assertThat(actual).containsExactly(expected, within(1e-5 * expected[0]));
    assertThat(actual).isNotEqualTo(expected);
  }

  @Test
  void repeatedRunsAreIdentical() {
    double[] first = leading(curvature(DATA, 7, POINT), POINT);
    double[] second = leading(curvature(DATA, 7, POINT), POINT);
    assertThat(second).isEqualTo(first);
  }

  /** With memory for so many examples at a time. */
  private static NetworkCurvature curvature(Examples data, int chunk, INDArray x) {
    long bytes = 1;
    while (Chunks.rows(5, LAYERS, x.dataType(), EXAMPLES, bytes) < chunk) {
      bytes += bytes / 8 + 1;
    }
    return new NetworkCurvature(
        new LinearizedNetwork(
            HostTensors.COMPUTE,
            LAYERS,
            LOSS,
            ExampleTensors.of(HostTensors.COMPUTE, data),
            new PassBudget(HostTensors.COMPUTE, bytes),
            HostTensors.COMPUTE.upload(x),
            true));
  }

  /** λmax(H), λmin(H) and λmax(Σ). */
  private static double[] leading(NetworkCurvature curvature, INDArray x) {
    double tolerance = x.dataType() == DataType.DOUBLE ? 1e-11 : 1e-5;
    RandomGenerator random = RandomStreams.of(1).stream("start");
    INDArray mean = x.ulike();
    Batch all = Batch.all(EXAMPLES);
    List<BiConsumer<INDArray, INDArray>> products =
        List.of(
            (v, out) -> curvature.hessianProduct(all, v, out),
            (v, out) -> {
              curvature.hessianProduct(all, v, out);
              out.negi();
            },
            (v, out) -> curvature.covarianceProduct(v, mean, out));
    double[] values = new double[3];
    try (curvature) {
      for (int i = 0; i < 3; i++) {
        LinearOperator operator = operator(x.length(), products.get(i));
        EigenEstimate estimate =
            Lanczos.largest(operator, x.dataType(), Tolerance.relative(tolerance, 1000), random);
        assertThat(estimate.converged()).isTrue();
        values[i] = estimate.value();
      }
    }
    return values;
  }

  private static LinearOperator operator(long dimension, BiConsumer<INDArray, INDArray> product) {
    return new LinearOperator() {
      @Override
      public long dimension() {
        return dimension;
      }

      @Override
      public void apply(INDArray v, INDArray out) {
        product.accept(v, out);
      }
    };
  }

  /** A weight alone, without its bias, is no whole layer: right all the same, by differences. */
  @Test
  void partOfALayerFallsBackToDifferences() {
    Network network = new Network(5, LAYERS, LOSS, DataType.DOUBLE);
    ParameterSubset subset = ParameterSubset.of(network.parameters(), List.of("layers.2.weight"));
    Objective whole = network.objective(DATA);
    Objective part = whole.restrictedTo(subset, POINT);
    INDArray at = Nd4j.create(DataType.DOUBLE, subset.dimension());
    subset.gather(POINT, at);
    INDArray v = Nd4j.create(DataType.DOUBLE, subset.dimension());
    v.putScalar(3, 1);
    INDArray product = v.ulike();
    INDArray all = POINT.ulike();
    INDArray expected = v.ulike();
    try (Curvature ofPart = part.curvature(at);
        Curvature ofWhole = whole.curvature(POINT)) {
      assertThat(ofPart.method()).isEqualTo(Curvature.Method.CENTRAL_DIFFERENCES);
      ofPart.hessianProduct(Batch.all(EXAMPLES), v, product);
      INDArray direction = POINT.ulike().assign(0);
      subset.scatter(v, direction);
      ofWhole.hessianProduct(Batch.all(EXAMPLES), direction, all);
    }
    subset.gather(all, expected);
    assertThat(product.distance2(expected)).isLessThan(1e-8 * expected.norm2Number().doubleValue());
  }

  /** Held layers too are computed in the type that is asked for. */
  @Test
  void gramMatrixOfOneLayerOfAFloatNetworkIsGivenInDouble() {
    Examples data =
        new Examples(DATA.features().castTo(DataType.FLOAT), DATA.targets().castTo(DataType.FLOAT));
    INDArray x = POINT.castTo(DataType.FLOAT);
    INDArray[] grams = new INDArray[2];
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      Network network = new Network(5, LAYERS, LOSS, type);
      ParameterSubset subset = ParameterSubset.of(network.parameters(), List.of("layers.0"));
      Examples typed = new Examples(data.features().castTo(type), data.targets().castTo(type));
      Objective part = network.objective(typed).restrictedTo(subset, x.castTo(type));
      INDArray at = Nd4j.create(type, subset.dimension());
      subset.gather(x.castTo(type), at);
      INDArray gram = Nd4j.create(DataType.DOUBLE, 3 * EXAMPLES, 3 * EXAMPLES);
      try (Jacobian jacobian = part.jacobian(at, Jacobian.Scaling.LOSS).orElseThrow()) {
        jacobian.gram(gram);
      }
      grams[type == DataType.DOUBLE ? 0 : 1] = gram;
    }
    assertThat(grams[1]).isEqualTo(grams[0]);
    assertThat(grams[0].norm2Number().doubleValue()).isPositive();
  }

  @Test
  void unknownLayersAreNamedWithThoseThatThereAre() {
    Network network = new Network(5, LAYERS, LOSS, DataType.DOUBLE);
    assertThatThrownBy(
            () -> ParameterSubset.of(network.parameters(), List.of("layers.0", "layers.1")))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PARAMETERS_UNKNOWN))
        .hasMessageContaining("no layer 'layers.1'; the model has layers.0, layers.2");
  }

  @Test
  void crossEntropyAtInterpolationIsDegenerate() {
    INDArray features = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
    Examples examples = new Examples(features, features);
    INDArray right = Nd4j.createFromArray(3.0, 0, 0, 3, 0, 0);
    INDArray wrong = Nd4j.createFromArray(-3.0, 0, 0, 3, 0, 0.1);
    List<Layer> linear = List.of(new Dense(2, 2));
    Objective crossEntropy =
        new Network(2, linear, Loss.CROSS_ENTROPY, DataType.DOUBLE).objective(examples);
    assertThat(crossEntropy.degeneracy(right).orElseThrow()).startsWith("linearisation degenerate");
    assertThat(crossEntropy.degeneracy(wrong)).isEmpty();
    Objective squared =
        new Network(2, linear, Loss.HALF_SQUARED_ERROR, DataType.DOUBLE).objective(examples);
    assertThat(squared.degeneracy(right)).isEmpty();
  }

  /** The least cross-entropy with smoothed labels lies where the probabilities are those. */
  @Test
  void crossEntropyWithDoubtfulTargetsHasAMinimum() {
    INDArray features = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{0.9, 0.1}, {0, 1}});
    Objective objective =
        new Network(2, List.of(new Dense(2, 2)), Loss.CROSS_ENTROPY, DataType.DOUBLE)
            .objective(new Examples(features, targets));
    assertThat(objective.degeneracy(Nd4j.createFromArray(3.0, 0, 0, 3, 0, 0))).isEmpty();
  }

  /** H is p (1 − p) where 1 − p is less than a rounding unit of p. */
  @Test
  void crossEntropyOfAWellFittedExampleKeepsTheDigitsOfItsCurvatureInFloat() {
    INDArray features = Nd4j.createFromArray(new float[][] {{1}});
    INDArray targets = Nd4j.createFromArray(new float[][] {{1, 0}});
    Objective objective =
        new Network(1, List.of(new Dense(1, 2)), Loss.CROSS_ENTROPY, DataType.FLOAT)
            .objective(new Examples(features, targets));
    INDArray v = Nd4j.createFromArray(3f, 1f, 0f, 0f);
    INDArray product = v.ulike();
    try (Curvature curvature = objective.curvature(Nd4j.createFromArray(20f, 0f, 0f, 0f))) {
      curvature.hessianProduct(Batch.all(1), v, product);
    }
    double expected = 2 * Math.exp(-20) / Math.pow(1 + Math.exp(-20), 2);
    double[] actual = product.toDoubleVector();
    for (int i = 0; i < 4; i++) {
      assertThat(actual[i] * (i % 2 == 0 ? 1 : -1)).isCloseTo(expected, withinPercentage(1e-4));
    }
  }

  /** ln(1 + e⁻ᵐ) for a margin m, where 1 − p would round to zero. */
  @Test
  void crossEntropyOfAWellFittedExampleKeepsItsDigits() {
    INDArray features = Nd4j.createFromArray(new double[][] {{1}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{1, 0}});
    Objective objective =
        new Network(1, List.of(new Dense(1, 2)), Loss.CROSS_ENTROPY, DataType.DOUBLE)
            .objective(new Examples(features, targets));
    INDArray x = Nd4j.createFromArray(600.0, 500, 0, 0);
    assertThat(objective.loss(x, Batch.all(1))).isCloseTo(Math.exp(-100), withinPercentage(1e-10));
  }

  @Test
  void crossEntropyWantsProbabilities() {
    INDArray features = Nd4j.createFromArray(new double[][] {{1, 0}, {0, 1}});
    INDArray targets = Nd4j.createFromArray(new double[][] {{1, 0}, {0.5, 0.9}});
    Network network = new Network(2, List.of(new Dense(2, 2)), Loss.CROSS_ENTROPY, DataType.DOUBLE);
    assertThatThrownBy(() -> network.objective(new Examples(features, targets)))
        .isInstanceOfSatisfying(
            EscapementException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.DATA_MISMATCH))
        .hasMessageContaining("example 1")
        .hasMessageContaining("1.4");
  }

  @Test
  void aNetworkNeedsParameters() {
    Layer relu = new Activation(Activations.RELU.function().orElseThrow(), 2);
    assertThatThrownBy(
            () -> new Network(2, List.of(relu), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameters");
  }
}
