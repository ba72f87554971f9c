package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.escapement.cuda.DevicePool.Block;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.network.Network;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Where the card is full, examples go through in smaller pieces, and all is as ever")
class ScarceNetworkTest {
  private static final long MEMORY = 1L << 24;

  /** What a solver's vectors may take. */
  private static final long VECTORS = 20_000;

  private static final int EXAMPLES = 21;
  private static final int SIDE = 6;
  private static final int CLASSES = 3;

  /** Convolution and normalisation, both kinds of rows of a Jacobian. */
  private static final List<Layer> LAYERS =
      List.of(
          new Convolution2d(1, SIDE, SIDE, 2, 3, 1, 1),
          new BatchNormalization(2, SIDE * SIDE),
          new Activation(Nonlinearity.TANH, 2 * SIDE * SIDE),
          new Dense(2 * SIDE * SIDE, CLASSES));

  private static final List<Layer> SMALL =
      List.of(
          new Dense(SIDE * SIDE, 2), new Activation(Nonlinearity.TANH, 2), new Dense(2, CLASSES));

  /** Whose gathered columns take about as much as a pass. */
  private static final List<Layer> WIDE =
      List.of(
          new Dense(SIDE * SIDE, 64),
          new Activation(Nonlinearity.TANH, 64),
          new Dense(64, CLASSES));

  private static final List<Layer> PLAIN = List.of(LAYERS.get(0), LAYERS.get(2), LAYERS.get(3));

  /** A card that counts how often memory was refused, which it is asked about each time. */
  private static final class Counted extends EmulatedDevice {
    private int refusals;
    private int products;

    Counted() {
      super(MEMORY);
    }

    @Override
    public long freeBytes() {
      refusals++;
      return super.freeBytes();
    }

    @Override
    public void multiply(DataType type, Product product) {
      products++;
      super.multiply(type, product);
    }
  }

  private final Counted device = new Counted();
  private final Card card = new Card(device, MEMORY);
  private final Compute compute = new CudaCompute(card);
  private Block ballast;

  private static INDArray numbers(int seed, long... shape) {
    int count = (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    double[] numbers = new SplittableRandom(seed).doubles(count, -1, 1).toArray();
    return Nd4j.createFromArray(numbers).reshape(shape);
  }

  private static INDArray probabilities() {
    INDArray positive = numbers(8, EXAMPLES, CLASSES).addi(1.5);
    return positive.diviColumnVector(positive.sum(1));
  }

  private Network network(List<Layer> layers) {
    return new Network(
        compute,
        SIDE * SIDE,
        layers,
        Loss.CROSS_ENTROPY,
        DataType.DOUBLE,
        MEMORY,
        Initialization.standard());
  }

  private static Examples examples() {
    return new Examples(numbers(7, EXAMPLES, SIDE * SIDE), probabilities());
  }

  /** Leaves so much room on the card. */
  private void leave(long bytes) {
    if (ballast != null) {
      card.giveBack(ballast);
    }
    card.pool().release();
    ballast = card.take((MEMORY - card.pool().usedBytes() - bytes) / 9 * 8);
    while (MEMORY - card.pool().usedBytes() > bytes + 1024) {
      card.take((MEMORY - card.pool().usedBytes() - bytes) / 9 * 8); // never given back
    }
  }

  /** Everything that is summed or gathered over examples. */
  private static Map<String, double[]> results(Network coupled, Network plain) {
    Map<String, double[]> results = new LinkedHashMap<>();
    Objective training = plain.objective(examples());
    INDArray x = numbers(1, training.dimension());
    INDArray gradient = x.ulike();
    results.put("loss", new double[] {training.gradient(x, Batch.all(EXAMPLES), gradient)});
    results.put("loss alone", new double[] {training.loss(x, Batch.all(EXAMPLES))});
    results.put("gradient", gradient.toDoubleVector());
    training.gradient(x, Batch.of(3, 1, 20, 2, 2, 17, 11), gradient);
    results.put("gradient of a batch", gradient.toDoubleVector());

    Objective objective = coupled.objective(examples());
    INDArray y = numbers(2, objective.dimension());
    INDArray v = numbers(3, objective.dimension());
    INDArray mean = y.ulike();
    INDArray out = y.ulike();
    try (Curvature curvature = objective.curvature(y);
        Curvature positive = objective.gaussNewton(y)) {
      curvature.covarianceProduct(v, mean, out);
      results.put("Hessian product", mean.toDoubleVector());
      results.put("covariance product", out.toDoubleVector());
      results.put("curvatures", curvature.perExampleCurvature(v));
      positive.hessianProduct(Batch.of(5, 4, 3, 19), v, out);
      results.put("product of a batch", out.toDoubleVector());
    }
    results.put("accuracy", new double[] {objective.accuracy(y).orElseThrow()});
    try (Jacobian jacobian = objective.jacobian(y, Jacobian.Scaling.LOSS).orElseThrow()) {
      INDArray gram = Nd4j.create(DataType.DOUBLE, EXAMPLES * CLASSES, EXAMPLES * CLASSES);
      jacobian.gram(gram);
      results.put("Gram matrix", gram.ravel().toDoubleVector());
      INDArray grams = Nd4j.create(DataType.DOUBLE, EXAMPLES, CLASSES, CLASSES);
      jacobian.exampleGrams(grams);
      results.put("Gram matrices", grams.ravel().toDoubleVector());
      INDArray rows = Nd4j.create(DataType.DOUBLE, EXAMPLES, CLASSES);
      jacobian.product(v, rows);
      results.put("J v", rows.ravel().toDoubleVector());
      jacobian.transposeProduct(rows, out);
      results.put("transposed J J v", out.toDoubleVector());
    }
    return results;
  }

  private static void requireSame(Map<String, double[]> found, Map<String, double[]> expected) {
    expected.forEach(
        (name, numbers) -> {
          double size = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
          assertThat(found.get(name)).as(name).containsExactly(numbers, within(1e-13 * size));
        });
  }

  @Test
  void everySumOverExamplesIsTheSame() {
    Map<String, double[]> expected = results(network(LAYERS), network(PLAIN));
    assertThat(device.refusals).isZero();
    for (long room : new long[] {130_000, 105_000}) {
      leave(room);
      int before = device.refusals;
      requireSame(results(network(LAYERS), network(PLAIN)), expected);
      assertThat(device.refusals - before).as("with %d bytes", room).isGreaterThan(3);
    }
  }

  @Test
  void whatFitsIsFoundOnce() {
    Network network = network(PLAIN);
    Objective objective = network.objective(examples());
    INDArray x = numbers(1, objective.dimension());
    Objective another = network.objective(examples());
    INDArray out = x.ulike();
    leave(80_000);
    double loss = objective.gradient(x, Batch.all(EXAMPLES), out);
    assertThat(card.collections()).isEqualTo(1);
    assertThat(device.refusals).isGreaterThan(3);
    int refusals = device.refusals;
    for (int i = 0; i < 5; i++) {
      assertThat(objective.gradient(x, Batch.all(EXAMPLES), out)).isEqualTo(loss);
    }
    assertThat(device.refusals).isEqualTo(refusals);

    assertThat(another.gradient(x, Batch.all(EXAMPLES), out)).isEqualTo(loss);
    assertThat(card.collections()).isEqualTo(1);
    try (Curvature curvature = objective.curvature(x)) {
      curvature.hessianProduct(Batch.all(EXAMPLES), x, out);
      int collections = card.collections();
      assertThat(collections).isLessThanOrEqualTo(2);
      for (int i = 0; i < 5; i++) {
        curvature.covarianceProduct(x, out, x.ulike());
        objective.gradient(x, Batch.all(EXAMPLES), out);
        another.gradient(x, Batch.all(EXAMPLES), out);
      }
      assertThat(card.collections()).isEqualTo(collections);
    }
  }

  /** The matrix products that some work takes: more where fewer examples go through at a time. */
  private int products(Runnable work) {
    int before = device.products;
    work.run();
    return device.products - before;
  }

  @Test
  void whatIsGatheredIsDividedBeforePassesAndLeavesThemAsTheyWere() {
    INDArray expected = Nd4j.create(DataType.DOUBLE, EXAMPLES * CLASSES, EXAMPLES * CLASSES);
    INDArray gram = expected.ulike();
    Network roomy = network(WIDE);
    Objective reference = roomy.objective(examples());
    INDArray x = numbers(1, reference.dimension());
    INDArray out = x.ulike();
    int inAll = products(() -> gram(reference, x, expected));
    int whole = products(() -> reference.gradient(x, Batch.all(EXAMPLES), out));
    for (long room : new long[] {190_000, 150_000, 100_000, 70_000}) {
      Objective objective = network(WIDE).objective(examples());
      leave(room);
      int refusals = device.refusals;
      int taken = products(() -> gram(objective, x, gram));
      assertThat(device.refusals - refusals).as("with %d bytes", room).isGreaterThan(2);
      assertThat(gram.sub(expected).norm2Number().doubleValue()).isLessThan(1e-12);
      // one example at a time takes 21 times as many
      assertThat(taken).as("with %d bytes", room).isBetween(inAll + 1, 5 * inAll);
      assertThat(products(() -> objective.gradient(x, Batch.all(EXAMPLES), out)))
          .as("with %d bytes", room)
          .isEqualTo(whole);
    }
  }

  @Test
  void passesAreDividedBeforeAConvolutionGoesThroughFewImagesAtATime() {
    int whole = productsOfAGradient(1 << 20);
    for (long room : new long[] {75_000, 70_000}) {
      assertThat(productsOfAGradient(room))
          .as("with %d bytes", room)
          .isBetween(whole + 1, 3 * whole); // ten times as many with one image at a time
    }
  }

  /** On a card of its own with so much room, once what fits is found. */
  private static int productsOfAGradient(long room) {
    ScarceNetworkTest other = new ScarceNetworkTest();
    Objective objective = other.network(PLAIN).objective(examples());
    INDArray x = numbers(1, objective.dimension());
    INDArray out = x.ulike();
    other.leave(room);
    objective.gradient(x, Batch.all(EXAMPLES), out);
    return other.products(() -> objective.gradient(x, Batch.all(EXAMPLES), out));
  }

  private static void gram(Objective objective, INDArray x, INDArray out) {
    try (Jacobian jacobian = objective.jacobian(x, Jacobian.Scaling.LOSS).orElseThrow()) {
      jacobian.gram(out);
    }
  }

  @Test
  void withoutRoomForOneExampleThereIsOneLine() {
    Objective objective = network(PLAIN).objective(examples());
    INDArray x = numbers(1, objective.dimension());
    leave(8_000);
    assertThatThrownBy(() -> objective.gradient(x, Batch.all(EXAMPLES), x.ulike()))
        .isInstanceOfSatisfying(
            DeviceMemoryException.class,
            e ->
                assertThat(e.line())
                    .matches(
                        "ESC-607 an emulated card has no room for \\d+ bytes: \\d+ in use, at most"
                            + " 16777216 allowed, \\d+ free on the card; examples go through one"
                            + " at a time"));
    assertThat(card.collections()).isEqualTo(1);
  }

  @Test
  void aBatchThatNormalisesItselfIsNamed() {
    Objective objective = network(LAYERS).objective(examples());
    INDArray x = numbers(1, objective.dimension());
    leave(40_000);
    assertThatThrownBy(() -> objective.gradient(x, Batch.all(EXAMPLES), x.ulike()))
        .isInstanceOf(EscapementException.class)
        .hasMessageEndingWith(
            "; the 21 examples of a batch, which normalise one another, go through together");
  }

  @Test
  void soIsAnAnalysis() {
    double[] expected = analysis(network(SMALL));
    leave(VECTORS + 40_000);
    assertThat(analysis(network(SMALL))).containsExactly(expected, within(1e-8));
    assertThat(device.refusals).isPositive();
  }

  private static double[] analysis(Network network) {
    Objective objective = network.objective(examples());
    INDArray x = numbers(1, objective.dimension());
    try (Curvature second = objective.curvature(x);
        Curvature positive = objective.gaussNewton(x);
        CurvatureMeasurement found =
            CurvatureMeasurement.of(
                CurvatureOperators.of(objective, second),
                CurvatureOperators.of(objective, positive),
                Tolerance.relative(1e-3, 100).withMaxBytes(VECTORS),
                RandomStreams.of(1).stream("start"))) {
      return new double[] {found.sharpness().value(), found.nonUniformity()};
    }
  }
}
