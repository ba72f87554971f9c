package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.HostTensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterSubset;
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
  private final List<Layer> referenceLayers;
  private final Loss loss;
  private final Network network;
  private final Examples examples;
  private final Objective objective;
  private final Objective reference;
  private final INDArray x;
  private final INDArray v;
  private double[][][] hessians;
  private double[][][] jacobians;

  NetworkContract(String name, int inputs, List<Layer> layers) {
    this(name, inputs, normalization -> layers, Loss.MEAN_SQUARED_ERROR);
  }

  NetworkContract(String name, int inputs, List<Layer> layers, Loss loss) {
    this(name, inputs, normalization -> layers, loss);
  }

  NetworkContract(String name, int inputs, Function<Normalization, List<Layer>> network) {
    this(name, inputs, network, Loss.MEAN_SQUARED_ERROR);
  }

  private NetworkContract(
      String name, int inputs, Function<Normalization, List<Layer>> layers, Loss loss) {
    Random random = new Random(SEED);
    this.loss = loss;
    this.layers = layers.apply(BatchNormalization::new);
    this.referenceLayers = layers.apply(FrozenNormalization::new);
    this.network = new Network(inputs, this.layers, loss, DataType.DOUBLE);
    int outputs = (int) this.layers.get(this.layers.size() - 1).outputs();
    this.name = name;
    examples =
        new Examples(
            vector(random, EXAMPLES * inputs).reshape('c', EXAMPLES, inputs),
            targets(vector(random, EXAMPLES * outputs).reshape('c', EXAMPLES, outputs)));
    objective = network.objective(examples);
    x = vector(random, (int) network.dimension());
    v = vector(random, (int) network.dimension());
    reference = new Network(inputs, referenceLayers, loss, DataType.DOUBLE).objective(examples);
    reference.loss(x, Batch.all(EXAMPLES)); // its statistics are those of what comes first
  }

  /** For a cross-entropy probabilities, one example's being certain. */
  private INDArray targets(INDArray values) {
    if (loss != Loss.CROSS_ENTROPY) {
      return values;
    }
    INDArray positive = values.add(1.5);
    positive.diviColumnVector(positive.sum(true, 1));
    positive.getRow(0).assign(0);
    positive.putScalar(0, 1, 1);
    return positive;
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

  void jacobianEqualsDifferencesOfTheOutputs() {
    int outputs = (int) examples.targets().size(1);
    INDArray u = vector(new Random(1), EXAMPLES * outputs).reshape('c', EXAMPLES, outputs);
    INDArray product = u.ulike();
    INDArray transposeProduct = x.ulike();
    INDArray gram = Nd4j.create(DataType.DOUBLE, EXAMPLES * outputs, EXAMPLES * outputs);
    INDArray grams = Nd4j.create(DataType.DOUBLE, EXAMPLES, outputs, outputs);
    try (Jacobian jacobian = new NetworkJacobian(pieces(3, false), Jacobian.Scaling.OUTPUTS)) {
      jacobian.product(v, product);
      jacobian.transposeProduct(u, transposeProduct);
      jacobian.gram(gram);
      jacobian.exampleGrams(grams);
    }
    INDArray dense = denseJacobian();
    INDArray expected = dense.mmul(v.reshape('c', v.length(), 1));
    // rows of the dense one are ordered as the Gram matrix's
    assertClose(product.permute(1, 0).dup('c').reshape('c', EXAMPLES * outputs, 1), expected);
    INDArray flat = u.permute(1, 0).dup('c').reshape('c', 1, EXAMPLES * outputs);
    assertClose(transposeProduct.reshape('c', 1, x.length()), flat.mmul(dense));
    INDArray expectedGram = dense.mmul(dense.transpose());
    assertClose(gram, expectedGram);
    for (int i = 0; i < EXAMPLES; i++) {
      for (int j = 0; j < outputs * outputs; j++) {
        int row = j / outputs;
        int column = j % outputs;
        double expectedDot = expectedGram.getDouble(row * EXAMPLES + i, column * EXAMPLES + i);
        assertThat(grams.getDouble(i, row, column))
            .isCloseTo(expectedDot, within(EXACT * (1 + Math.abs(expectedDot))));
      }
    }
  }

  void gaussNewtonEqualsItsDenseForm() {
    INDArray product = x.ulike();
    INDArray mean = x.ulike();
    INDArray covariance = x.ulike();
    INDArray throughJacobian = x.ulike();
    INDArray rows = examples.targets().ulike();
    INDArray gram = Nd4j.create(DataType.DOUBLE, rows.length(), rows.length());
    try (Curvature curvature = objective.gaussNewton(x);
        Jacobian jacobian = objective.jacobian(x, Jacobian.Scaling.LOSS).orElseThrow()) {
      curvature.hessianProduct(Batch.all(EXAMPLES), v, product);
      curvature.covarianceProduct(v, mean, covariance);
      jacobian.product(v, rows);
      jacobian.transposeProduct(rows, throughJacobian);
      jacobian.gram(gram);
    }
    INDArray column = v.reshape('c', v.length(), 1);
    List<INDArray> parts = IntStream.range(0, EXAMPLES).mapToObj(this::denseGaussNewton).toList();
    INDArray sum = parts.get(0).ulike();
    parts.forEach(sum::addi);
    INDArray expected = sum.mmul(column).divi(EXAMPLES);
    INDArray square = column.ulike();
    for (INDArray part : parts) {
      square.addi(part.mmul(part.mmul(column).subi(expected)).divi(EXAMPLES));
    }
    double trace = Nd4j.diag(sum).sumNumber().doubleValue();
    double squares = sum.mul(sum).sumNumber().doubleValue();
    assertClose(product.reshape('c', v.length(), 1), expected);
    assertClose(mean.reshape('c', v.length(), 1), expected);
    assertClose(throughJacobian.reshape('c', v.length(), 1).divi(EXAMPLES), expected);
    assertClose(covariance.reshape('c', v.length(), 1), square);
    // the eigenvalues of J Jᵀ are those of Σ JᵢᵀJᵢ: their sum and the sum of their squares
    assertThat(Nd4j.diag(gram).sumNumber().doubleValue()).isCloseTo(trace, within(EXACT * trace));
    assertThat(gram.mul(gram).sumNumber().doubleValue())
        .isCloseTo(squares, within(EXACT * squares));
  }

  /** Layer by layer, against the blocks of every dense Hessian. */
  void restrictedProductsEqualTheDenseBlocks() {
    for (String name : ParameterSubset.layers(network.parameters())) {
      ParameterSubset subset = ParameterSubset.of(network.parameters(), List.of(name));
      Objective part = objective.restrictedTo(subset, x);
      INDArray at = Nd4j.create(DataType.DOUBLE, subset.dimension());
      INDArray direction = at.ulike();
      subset.gather(x, at);
      subset.gather(v, direction);
      assertThat(part.dimension()).isEqualTo(subset.dimension());
      assertThat(part.loss(at, Batch.of(1, 4))).isEqualTo(objective.loss(x, Batch.of(1, 4)));
      INDArray mean = at.ulike();
      INDArray covariance = at.ulike();
      try (Curvature curvature = part.curvature(at)) {
        assertThat(curvature.method()).isEqualTo(Curvature.Method.EXACT);
        curvature.covarianceProduct(direction, mean, covariance);
      }
      double[] expectedMean = new double[(int) at.length()];
      for (int i = 0; i < EXAMPLES; i++) {
        add(
            expectedMean,
            multiply(block(hessian(i), subset), direction.toDoubleVector()),
            EXAMPLES);
      }
      double[] expected = new double[expectedMean.length];
      for (int i = 0; i < EXAMPLES; i++) {
        double[][] block = block(hessian(i), subset);
        double[] deviation = multiply(block, direction.toDoubleVector());
        for (int j = 0; j < deviation.length; j++) {
          deviation[j] -= expectedMean[j];
        }
        add(expected, multiply(block, deviation), EXAMPLES);
      }
      assertClose(mean, expectedMean);
      assertClose(covariance, expected);
      INDArray partGradient = at.ulike();
      INDArray gradient = x.ulike();
      INDArray gathered = at.ulike();
      part.gradient(at, Batch.all(EXAMPLES), partGradient);
      objective.gradient(x, Batch.all(EXAMPLES), gradient);
      subset.gather(gradient, gathered);
      assertThat(partGradient.distance2(gathered)).isLessThan(1e-14 * (1 + norm(gathered)));
    }
  }

  private static double norm(INDArray vector) {
    return vector.norm2Number().doubleValue();
  }

  private static double[][] block(double[][] matrix, ParameterSubset subset) {
    int[] indices =
        subset.tensors().stream()
            .flatMapToInt(
                tensor ->
                    IntStream.range(
                        (int) tensor.offset(), (int) (tensor.offset() + tensor.length())))
            .toArray();
    double[][] block = new double[indices.length][indices.length];
    for (int i = 0; i < indices.length; i++) {
      for (int j = 0; j < indices.length; j++) {
        block[i][j] = matrix[indices[i]][indices[j]];
      }
    }
    return block;
  }

  private INDArray outputs() {
    try (NetworkPass pass =
        new NetworkPass(
            HostTensors.COMPUTE, referenceLayers, loss, EXAMPLES, DataType.DOUBLE, false)) {
      pass.load(ExampleTensors.of(HostTensors.COMPUTE, examples), Batch.all(EXAMPLES), 0);
      Tensor point = HostTensors.COMPUTE.upload(x);
      return HostTensors.array(pass.forward(new ParameterViews(referenceLayers).of(point)));
    }
  }

  /** Rows κn + i by central differences of the outputs, extrapolated once. */
  private INDArray denseJacobian() {
    if (jacobians == null) {
      int outputs = (int) examples.targets().size(1);
      jacobians = new double[EXAMPLES][outputs][(int) x.length()];
      for (int j = 0; j < x.length(); j++) {
        INDArray wide = outputDifference(j, STEP);
        INDArray narrow = outputDifference(j, STEP / 2);
        INDArray derivative = narrow.mul(4).subi(wide).divi(3);
        for (int i = 0; i < EXAMPLES; i++) {
          for (int k = 0; k < outputs; k++) {
            jacobians[i][k][j] = derivative.getDouble(i, k);
          }
        }
      }
    }
    int outputs = jacobians[0].length;
    double[][] rows = new double[EXAMPLES * outputs][];
    for (int i = 0; i < EXAMPLES; i++) {
      for (int k = 0; k < outputs; k++) {
        rows[k * EXAMPLES + i] = jacobians[i][k];
      }
    }
    return Nd4j.createFromArray(rows);
  }

  private INDArray outputDifference(int j, double h) {
    double at = x.getDouble(j);
    x.putScalar(j, at + h);
    INDArray above = outputs();
    x.putScalar(j, at - h);
    INDArray below = outputs();
    x.putScalar(j, at);
    return above.subi(below).divi(2 * h);
  }

  /** J_iᵀ ∇²f_i J_i with the loss's second derivative in its textbook form. */
  private INDArray denseGaussNewton(int i) {
    denseJacobian();
    INDArray rows = Nd4j.createFromArray(jacobians[i]);
    int outputs = (int) rows.size(0);
    INDArray second = Nd4j.eye(outputs).castTo(DataType.DOUBLE);
    switch (loss) {
      case MEAN_SQUARED_ERROR -> second.muli(2.0 / outputs);
      case HALF_SQUARED_ERROR -> second.muli(1);
      case CROSS_ENTROPY -> {
        double[] probabilities = outputs().getRow(i).toDoubleVector();
        double sum = 0;
        for (int k = 0; k < outputs; k++) {
          probabilities[k] = Math.exp(probabilities[k]);
          sum += probabilities[k];
        }
        for (int k = 0; k < outputs; k++) {
          for (int l = 0; l < outputs; l++) {
            double same = k == l ? probabilities[k] / sum : 0;
            second.putScalar(k, l, same - probabilities[k] * probabilities[l] / sum / sum);
          }
        }
      }
      default -> throw new AssertionError(loss);
    }
    return rows.transpose().mmul(second).mmul(rows);
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
    INDArray whole = x.ulike();
    INDArray pieces = x.ulike();
    try (Curvature one = new NetworkCurvature(pieces(EXAMPLES, true));
        Curvature many = new NetworkCurvature(pieces(3, true))) {
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

  /** The network at x, with memory for so many examples at a time. */
  private LinearizedNetwork pieces(int rows, boolean residuals) {
    long bytes = 1;
    long inputs = examples.features().size(1);
    while (Chunks.rows(inputs, layers, DataType.DOUBLE, EXAMPLES, bytes) < rows) {
      bytes += bytes / 8 + 1;
    }
    return new LinearizedNetwork(
        HostTensors.COMPUTE,
        layers,
        loss,
        ExampleTensors.of(HostTensors.COMPUTE, examples),
        new PassBudget(HostTensors.COMPUTE, bytes),
        HostTensors.COMPUTE.upload(x),
        residuals);
  }

  /** In float the same numbers, to its own rounding. */
  void floatGivesTheSameProducts() {
    Examples rounded =
        new Examples(
            examples.features().castTo(DataType.FLOAT), examples.targets().castTo(DataType.FLOAT));
    Objective inFloat =
        new Network((int) examples.features().size(1), layers, loss, DataType.FLOAT)
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

  private static void assertClose(INDArray actual, INDArray expected) {
    assertClose(actual, expected, EXACT);
  }

  private static void assertClose(INDArray actual, INDArray expected, double relative) {
    double error = actual.distance2(expected);
    assertThat(error).isLessThan(relative * expected.norm2Number().doubleValue());
  }
}
