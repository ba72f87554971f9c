package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Products against dense per-example Hessians that are built from gradients by differences. */
class NetworkCurvatureTest {
  private static final double EXACT = 1e-8;
  private static final int EXAMPLES = 7;
  private static final int INPUTS = 4;
  private static final int OUTPUTS = 3;

  private final Random random = new Random(20181203);

  @ParameterizedTest
  @EnumSource(Activations.class)
  void gradientEqualsDifferencesOfTheLoss(Activations activation) {
    Network network = network(activation, 5, 6);
    Objective objective = network.objective(examples());
    INDArray x = vector((int) network.dimension());
    INDArray gradient = x.ulike();
    Batch batch = Batch.of(0, 3, 3, 5);
    double loss = objective.gradient(x, batch, gradient);
    assertThat(loss).isCloseTo(objective.loss(x, batch), within(1e-14));
    double h = 1e-5;
    for (int i = 0; i < x.length(); i++) {
      double at = x.getDouble(i);
      x.putScalar(i, at + h);
      double above = objective.loss(x, batch);
      x.putScalar(i, at - h);
      double below = objective.loss(x, batch);
      x.putScalar(i, at);
      assertThat(gradient.getDouble(i)).isCloseTo((above - below) / (2 * h), within(1e-8));
    }
  }

  @ParameterizedTest
  @EnumSource(Activations.class)
  void hessianProductEqualsTheDenseHessian(Activations activation) {
    Network network = network(activation, 5, 6);
    Objective objective = network.objective(examples());
    INDArray x = vector((int) network.dimension());
    double[][][] hessians = denseHessians(objective, x);
    INDArray v = vector((int) x.length());
    INDArray product = x.ulike();
    try (Curvature curvature = objective.curvature(x)) {
      for (Batch batch : List.of(Batch.all(EXAMPLES), Batch.of(2), Batch.of(6, 1, 1, 4))) {
        curvature.hessianProduct(batch, v, product);
        double[] expected = new double[(int) x.length()];
        for (int i = 0; i < batch.size(); i++) {
          add(expected, multiply(hessians[batch.index(i)], v.toDoubleVector()), batch.size());
        }
        assertClose(product, expected);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Activations.class)
  void covarianceProductEqualsTheDenseCovariance(Activations activation) {
    Network network = network(activation, 5, 6);
    Objective objective = network.objective(examples());
    INDArray x = vector((int) network.dimension());
    double[][][] hessians = denseHessians(objective, x);
    INDArray v = vector((int) x.length());
    INDArray product = x.ulike();
    try (Curvature curvature = objective.curvature(x)) {
      curvature.covarianceProduct(v, x.ulike(), product);
    }
    double[] direction = v.toDoubleVector();
    double[] mean = new double[direction.length];
    double[] expected = new double[direction.length];
    for (double[][] hessian : hessians) {
      add(mean, multiply(hessian, direction), EXAMPLES);
    }
    for (double[][] hessian : hessians) {
      double[] deviation = multiply(hessian, direction);
      for (int i = 0; i < deviation.length; i++) {
        deviation[i] -= mean[i];
      }
      add(expected, multiply(hessian, deviation), EXAMPLES);
    }
    assertClose(product, expected);
  }

  @ParameterizedTest
  @EnumSource(Activations.class)
  void perExampleCurvatureEqualsTheQuadraticForm(Activations activation) {
    Network network = network(activation, 5, 6);
    Objective objective = network.objective(examples());
    INDArray x = vector((int) network.dimension());
    double[][][] hessians = denseHessians(objective, x);
    INDArray v = vector((int) x.length());
    double[] direction = v.toDoubleVector();
    try (Curvature curvature = objective.curvature(x)) {
      double[] forms = curvature.perExampleCurvature(v);
      for (int i = 0; i < EXAMPLES; i++) {
        double[] image = multiply(hessians[i], direction);
        double expected = 0;
        for (int j = 0; j < image.length; j++) {
          expected += direction[j] * image[j];
        }
        assertThat(forms[i]).isCloseTo(expected, within(EXACT * (1 + Math.abs(expected))));
      }
    }
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

  @Test
  void chunksDoNotChangeTheProducts() {
    Network network = network(Activations.TANH, 5, 6);
    Examples examples = examples();
    INDArray x = vector((int) network.dimension());
    INDArray v = vector((int) x.length());
    List<Layer> layers = layers(Activations.TANH, 5, 6);
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
      assertThat(many.perExampleCurvature(v))
          .containsExactly(one.perExampleCurvature(v), within(1e-12));
    }
  }

  private Network network(Activations activation, int... hidden) {
    return new Network(
        INPUTS, layers(activation, hidden), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
  }

  private static List<Layer> layers(Activations activation, int... hidden) {
    List<Layer> layers = new ArrayList<>();
    long width = INPUTS;
    for (int size : hidden) {
      layers.add(new Dense(width, size));
      activation.function().ifPresent(phi -> layers.add(new Activation(phi, size)));
      width = size;
    }
    layers.add(new Dense(width, OUTPUTS));
    return layers;
  }

  private Examples examples() {
    return new Examples(
        vector(EXAMPLES * INPUTS).reshape('c', EXAMPLES, INPUTS),
        vector(EXAMPLES * OUTPUTS).reshape('c', EXAMPLES, OUTPUTS));
  }

  private INDArray vector(int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray());
  }

  /** Columns by central differences, extrapolated once (Richardson): error about 1e-11. */
  private static double[][][] denseHessians(Objective objective, INDArray x) {
    int p = (int) x.length();
    double[][][] hessians = new double[objective.examples()][p][p];
    double h = 1e-3;
    for (int i = 0; i < hessians.length; i++) {
      for (int j = 0; j < p; j++) {
        double[] wide = difference(objective, x, i, j, h);
        double[] narrow = difference(objective, x, i, j, h / 2);
        for (int k = 0; k < p; k++) {
          hessians[i][k][j] = (4 * narrow[k] - wide[k]) / 3;
        }
      }
    }
    return hessians;
  }

  private static double[] difference(Objective objective, INDArray x, int i, int j, double h) {
    INDArray above = x.ulike();
    INDArray below = x.ulike();
    double at = x.getDouble(j);
    x.putScalar(j, at + h);
    objective.gradient(x, Batch.of(i), above);
    x.putScalar(j, at - h);
    objective.gradient(x, Batch.of(i), below);
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
    double scale = Nd4j.createFromArray(expected).norm2Number().doubleValue();
    assertThat(actual.distance2(Nd4j.createFromArray(expected))).isLessThan(EXACT * scale);
  }
}
