package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What a network's derivatives must satisfy, whatever its layers: a small one in double on random
 * data, against dense per-example Hessians that are built by differences of gradients, and its
 * gradients against differences of its loss. Where the network normalises, the gradients are those
 * of a reference in which that is an affine layer with the statistics of all examples.
 */
final class NetworkContract {
  /** Makes the layers of a network that normalise. */
  interface Normalization {
    /** Of channels with so many positions each. */
    Layer of(long channels, long positions);
  }

  private static final double EXACT = 1e-8;
  private static final double ROUNDING_IN_FLOAT = 1e-5;

  /** Short, so that a kink is seldom between the points of a difference. */
  private static final double STEP = 1e-4;

  private static final int EXAMPLES = 7;
  private static final long SEED = 20181203;

  private final String name;
  private final List<Layer> layers;
  private final Examples examples;
  private final Objective objective;
  private final Objective reference;
  private final INDArray x;
  private final INDArray v;
  private double[][][] hessians;

  NetworkContract(String name, int inputs, List<Layer> layers) {
    this(name, inputs, normalization -> layers);
  }

  NetworkContract(String name, int inputs, Function<Normalization, List<Layer>> network) {
    Random random = new Random(SEED);
    layers = network.apply(BatchNormalization::new);
    Network model = new Network(inputs, layers, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
    int outputs = (int) layers.get(layers.size() - 1).outputs();
    this.name = name;
    examples =
        new Examples(
            vector(random, EXAMPLES * inputs).reshape('c', EXAMPLES, inputs),
            vector(random, EXAMPLES * outputs).reshape('c', EXAMPLES, outputs));
    objective = model.objective(examples);
    x = vector(random, (int) model.dimension());
    v = vector(random, (int) model.dimension());
    reference =
        new Network(
                inputs,
                network.apply(FrozenNormalization::new),
                Loss.MEAN_SQUARED_ERROR,
                DataType.DOUBLE)
            .objective(examples);
    reference.loss(x, Batch.all(EXAMPLES)); // its statistics are those of what comes first
  }

  void gradientEqualsDifferencesOfTheLoss() {
    INDArray features = examples.features().dup();
    gradientEqualsDifferencesOfTheLoss(Batch.of(0, 3, 3, 5));
    assertThat(examples.features()).isEqualTo(features);
  }

  void fullBatchGradientEqualsDifferencesOfTheLoss() {
    gradientEqualsDifferencesOfTheLoss(Batch.all(EXAMPLES));
  }

  private void gradientEqualsDifferencesOfTheLoss(Batch batch) {
    INDArray gradient = x.ulike();
    double loss = objective.gradient(x, batch, gradient);
    assertThat(loss).isCloseTo(objective.loss(x, batch), within(1e-14 * Math.max(1, loss)));
    double[] expected = new double[(int) x.length()];
    double h = STEP;
    for (int i = 0; i < expected.length; i++) {
      double wide = lossDifference(batch, i, h);
      double narrow = lossDifference(batch, i, h / 2);
      expected[i] = (4 * narrow - wide) / 3;
    }
    assertClose(gradient, expected);
  }

  void hessianProductEqualsTheDenseHessian() {
    INDArray product = x.ulike();
    INDArray features = examples.features().dup();
    try (Curvature curvature = objective.curvature(x)) {
      for (Batch batch : List.of(Batch.all(EXAMPLES), Batch.of(2), Batch.of(6, 1, 1, 4))) {
        curvature.hessianProduct(batch, v, product);
        double[] expected = new double[(int) x.length()];
        for (int i = 0; i < batch.size(); i++) {
          add(expected, multiply(hessian(batch.index(i)), v.toDoubleVector()), batch.size());
        }
        assertClose(product, expected);
      }
    }
    assertThat(examples.features()).isEqualTo(features);
  }

  void covarianceProductEqualsTheDenseCovariance() {
    INDArray product = x.ulike();
    try (Curvature curvature = objective.curvature(x)) {
      curvature.covarianceProduct(v, x.ulike(), product);
    }
    double[] direction = v.toDoubleVector();
    double[] mean = new double[direction.length];
    double[] expected = new double[direction.length];
    for (int i = 0; i < EXAMPLES; i++) {
      add(mean, multiply(hessian(i), direction), EXAMPLES);
    }
    for (int i = 0; i < EXAMPLES; i++) {
      double[] deviation = multiply(hessian(i), direction);
      for (int j = 0; j < deviation.length; j++) {
        deviation[j] -= mean[j];
      }
      add(expected, multiply(hessian(i), deviation), EXAMPLES);
    }
    assertClose(product, expected);
  }

  void perExampleCurvatureEqualsTheQuadraticForm() {
    double[] direction = v.toDoubleVector();
    try (Curvature curvature = objective.curvature(x)) {
      double[] forms = curvature.perExampleCurvature(v);
      for (int i = 0; i < EXAMPLES; i++) {
        double[] image = multiply(hessian(i), direction);
        double expected = 0;
        for (int j = 0; j < image.length; j++) {
          expected += direction[j] * image[j];
        }
        assertThat(forms[i]).isCloseTo(expected, within(EXACT * (1 + Math.abs(expected))));
      }
    }
  }

  void chunksDoNotChangeTheProducts() {
    LossFunction loss = new MeanSquaredError();
    INDArray whole = x.ulike();
    INDArray pieces = x.ulike();
    try (Curvature one = new NetworkCurvature(layers, loss, examples, 100, x);
        Curvature many = new NetworkCurvature(layers, loss, examples, 3, x)) {
      one.hessianProduct(Batch.all(EXAMPLES), v, whole);
      many.hessianProduct(Batch.all(EXAMPLES), v, pieces);
      assertThat(pieces.distance2(whole)).isLessThan(1e-13 * whole.norm2Number().doubleValue());
      one.covarianceProduct(v, x.ulike(), whole);
      many.covarianceProduct(v, x.ulike(), pieces);
      assertThat(pieces.distance2(whole)).isLessThan(1e-13 * whole.norm2Number().doubleValue());
      double[] expected = one.perExampleCurvature(v);
      double[] actual = many.perExampleCurvature(v);
      for (int i = 0; i < EXAMPLES; i++) {
        assertThat(actual[i]).isCloseTo(expected[i], within(1e-12 * (1 + Math.abs(expected[i]))));
      }
    }
  }

  /** In float the same numbers, to its own rounding. */
  void floatGivesTheSameProducts() {
    Examples rounded =
        new Examples(
            examples.features().castTo(DataType.FLOAT), examples.targets().castTo(DataType.FLOAT));
    Objective inFloat =
        new Network(
                (int) examples.features().size(1), layers, Loss.MEAN_SQUARED_ERROR, DataType.FLOAT)
            .objective(rounded);
    INDArray expected = x.ulike();
    INDArray product = x.castTo(DataType.FLOAT);
    INDArray mean = x.ulike();
    INDArray meanInFloat = product.ulike();
    try (Curvature exact = objective.curvature(x);
        Curvature curvature = inFloat.curvature(x.castTo(DataType.FLOAT))) {
      exact.covarianceProduct(v, mean, expected);
      curvature.covarianceProduct(v.castTo(DataType.FLOAT), meanInFloat, product);
    }
    assertClose(product.castTo(DataType.DOUBLE), expected, ROUNDING_IN_FLOAT);
    assertClose(meanInFloat.castTo(DataType.DOUBLE), mean, ROUNDING_IN_FLOAT);
  }

  @Override
  public String toString() {
    return name;
  }

  private static INDArray vector(Random random, int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray());
  }

  private double lossDifference(Batch batch, int i, double h) {
    double at = x.getDouble(i);
    x.putScalar(i, at + h);
    double above = objective.loss(x, batch);
    x.putScalar(i, at - h);
    double below = objective.loss(x, batch);
    x.putScalar(i, at);
    return (above - below) / (2 * h);
  }

  /** Columns by central differences, extrapolated once (Richardson): error about 1e-11. */
  private double[][] hessian(int example) {
    if (hessians == null) {
      int p = (int) x.length();
      double h = STEP;
      hessians = new double[EXAMPLES][p][p];
      for (int i = 0; i < EXAMPLES; i++) {
        for (int j = 0; j < p; j++) {
          double[] wide = gradientDifference(i, j, h);
          double[] narrow = gradientDifference(i, j, h / 2);
          for (int k = 0; k < p; k++) {
            hessians[i][k][j] = (4 * narrow[k] - wide[k]) / 3;
          }
        }
      }
    }
    return hessians[example];
  }

  private double[] gradientDifference(int i, int j, double h) {
    INDArray above = x.ulike();
    INDArray below = x.ulike();
    double at = x.getDouble(j);
    x.putScalar(j, at + h);
    reference.gradient(x, Batch.of(i), above);
    x.putScalar(j, at - h);
    reference.gradient(x, Batch.of(i), below);
    x.putScalar(j, at);
    return above.subi(below).divi(2 * h).toDoubleVector();
  }

  private static double[] multiply(double[][] matrix, double[] v) {
    double[] product = new double[v.length];
    for (int i = 0; i < v.length; i++) {
      for (int j = 0; j < v.length; j++) {
        product[i] += matrix[i][j] * v[j];
      }
    }
    return product;
  }

  private static void add(double[] sum, double[] term, int count) {
    for (int i = 0; i < sum.length; i++) {
      sum[i] += term[i] / count;
    }
  }

  private static void assertClose(INDArray actual, double[] expected) {
    assertClose(actual, Nd4j.createFromArray(expected), EXACT);
  }

  private static void assertClose(INDArray actual, INDArray expected, double relative) {
    double error = actual.distance2(expected);
    assertThat(error).isLessThan(relative * expected.norm2Number().doubleValue());
  }
}
