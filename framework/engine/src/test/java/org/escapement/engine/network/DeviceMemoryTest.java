package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.Residual;
import org.escapement.engine.tensor.HostTensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A device without room for all examples at a time gets them in pieces. */
class DeviceMemoryTest {
  private static final int EXAMPLES = 23;
  private static final int INPUTS = 5;

  private static final List<Layer> LAYERS =
      List.of(
          new Dense(INPUTS, 6, false),
          new BatchNormalization(6, 1),
          new Activation(Activations.TANH.function().orElseThrow(), 6),
          new Dense(6, 2));

  private final Examples examples =
      new Examples(random(EXAMPLES, INPUTS, 1), random(EXAMPLES, 2, 2));

  private static INDArray random(int rows, int columns, int seed) {
    double[] values = new Random(seed).doubles((long) rows * columns, -1, 1).toArray();
    return Nd4j.createFromArray(values).reshape('c', rows, columns);
  }

  /** The reference, with no room for tensors of more rows, other than vectors' and the data. */
  private static Compute limited(int rows) {
    return (Compute)
        Proxy.newProxyInstance(
            Compute.class.getClassLoader(),
            new Class<?>[] {Compute.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("zeros") && (long) arguments[1] > rows) {
                throw new DeviceMemoryException("asked for " + arguments[1] + " rows");
              }
              try {
                return method.invoke(HostTensors.COMPUTE, arguments);
              } catch (InvocationTargetException failure) {
                throw failure.getCause();
              }
            });
  }

  /** The reference, with no room for more than so many tensors. */
  private static Compute limitedTo(int count, List<Tensor> made) {
    return (Compute)
        Proxy.newProxyInstance(
            Compute.class.getClassLoader(),
            new Class<?>[] {Compute.class},
            (proxy, method, arguments) -> {
              boolean zeros = method.getName().equals("zeros");
              if (zeros && made.size() == count) {
                throw new DeviceMemoryException("asked for one more than " + count);
              }
              Object result = method.invoke(HostTensors.COMPUTE, arguments);
              if (zeros) {
                made.add((Tensor) result);
              }
              return result;
            });
  }

  @Test
  void aPassThatCannotBeMadeLeavesNothingBehind() {
    List<Layer> branched =
        List.of(
            LAYERS.get(0),
            new Residual(6, List.of(new Dense(6, 6), LAYERS.get(1)), List.of()),
            LAYERS.get(2),
            LAYERS.get(3));
    int refused = 0;
    boolean fits = false;
    while (!fits) {
      List<Tensor> made = new ArrayList<>();
      Compute compute = limitedTo(refused, made);
      try (NetworkPass pass =
          new NetworkPass(compute, branched, Loss.MEAN_SQUARED_ERROR, 3, DataType.DOUBLE, true)) {
        assertThat(pass.rows()).isEqualTo(3);
        fits = true;
      } catch (DeviceMemoryException expected) {
        refused++;
      }
      assertThat(made)
          .allSatisfy(
              each ->
                  assertThatThrownBy(() -> each.rows(0, 1))
                      .isInstanceOf(IllegalStateException.class));
    }
    assertThat(refused).isGreaterThan(40);
  }

  /** Notes the tensors that are made, and may be told to make no more from some time on. */
  private static final class Noted {
    private final List<Tensor> made = new ArrayList<>();
    private int most = Integer.MAX_VALUE;

    /** The same, with room for everything at first. */
    Compute withRoom() {
      most = Integer.MAX_VALUE;
      return compute();
    }

    Compute compute() {
      return (Compute)
          Proxy.newProxyInstance(
              Compute.class.getClassLoader(),
              new Class<?>[] {Compute.class},
              (proxy, method, arguments) -> {
                boolean makes = Set.of("zeros", "upload").contains(method.getName());
                if (makes && made.size() == most) {
                  throw new DeviceMemoryException("asked for one more than " + most);
                }
                try {
                  Object result =
                      method.getName().equals("upload")
                          ? copy((INDArray) arguments[0])
                          : method.invoke(HostTensors.COMPUTE, arguments);
                  if (makes) {
                    made.add((Tensor) result);
                  }
                  return result;
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }

    /** As a card has it, memory of its own. */
    private static Tensor copy(INDArray array) {
      long rows = array.rank() == 1 ? 1 : array.size(0);
      Tensor copy = HostTensors.COMPUTE.zeros(array.dataType(), rows, array.length() / rows);
      HostTensors.COMPUTE.write(array.castTo(DataType.DOUBLE).ravel().toDoubleVector(), copy);
      return copy;
    }

    /** Does work with ever more room until there is enough; returns how often there was not. */
    int refusals(Runnable work) {
      int refused = 0;
      while (true) {
        made.clear();
        most = refused;
        try {
          work.run();
          return refused;
        } catch (DeviceMemoryException full) {
          refused++;
          assertThat(made)
              .as("with room for %d", most)
              .allSatisfy(
                  each ->
                      assertThatThrownBy(() -> each.rows(0, 1))
                          .isInstanceOf(IllegalStateException.class));
        }
      }
    }
  }

  @Test
  void aPointThatCannotBeLinearizedAtLeavesNothingBehind() {
    Noted noted = new Noted();
    Objective objective = objective(noted.compute(), LAYERS);
    INDArray x = random(1, (int) objective.dimension(), 3).reshape(objective.dimension());
    assertThat(noted.refusals(() -> objective.curvature(x).close())).isGreaterThan(5);
    ExampleTensors data = ExampleTensors.of(HostTensors.COMPUTE, examples);
    PassBudget memory = new PassBudget(HostTensors.COMPUTE, 1L << 30);
    try (LinearizedNetwork network =
        new LinearizedNetwork(
            noted.withRoom(),
            LAYERS,
            Loss.MEAN_SQUARED_ERROR,
            data,
            memory,
            HostTensors.COMPUTE.upload(x),
            false)) {
      assertThat(noted.refusals(() -> network.in(DataType.FLOAT).close())).isGreaterThan(5);
    }
    assertThat(noted.refusals(() -> ExampleTensors.of(noted.compute(), examples).close()))
        .isEqualTo(2);
  }

  private Objective objective(Compute compute, List<Layer> layers) {
    return new Network(
            compute,
            INPUTS,
            layers,
            Loss.MEAN_SQUARED_ERROR,
            DataType.DOUBLE,
            1L << 30,
            Initialization.standard())
        .objective(examples);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 22})
  void productsAreTheSameInPieces(int rows) {
    Objective expected = objective(HostTensors.COMPUTE, LAYERS);
    Objective actual = objective(limited(rows), LAYERS);
    INDArray x = random(1, (int) expected.dimension(), 3).reshape(expected.dimension());
    INDArray v = random(1, (int) expected.dimension(), 4).reshape(expected.dimension());
    try (Curvature whole = expected.curvature(x);
        Curvature pieces = actual.curvature(x)) {
      for (int repeat = 0; repeat < 2; repeat++) {
        INDArray[] sums = {x.ulike(), x.ulike(), x.ulike(), x.ulike()};
        whole.covarianceProduct(v, sums[0], sums[1]);
        pieces.covarianceProduct(v, sums[2], sums[3]);
        assertThat(sums[2].toDoubleVector())
            .containsExactly(sums[0].toDoubleVector(), within(1e-13));
        assertThat(sums[3].toDoubleVector())
            .containsExactly(sums[1].toDoubleVector(), within(1e-13));
      }
    }
    assertThat(actual.accuracy(x)).isEqualTo(expected.accuracy(x));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 22})
  void gradientsAreTheSameInPieces(int rows) {
    List<Layer> plain = List.of(LAYERS.get(0), LAYERS.get(2), LAYERS.get(3));
    Objective expected = objective(HostTensors.COMPUTE, plain);
    Objective actual = objective(limited(rows), plain);
    INDArray x = random(1, (int) expected.dimension(), 3).reshape(expected.dimension());
    INDArray gradient = x.ulike();
    INDArray inPieces = x.ulike();
    Batch all = Batch.all(EXAMPLES);
    assertThat(actual.gradient(x, all, inPieces))
        .isEqualTo(expected.gradient(x, all, gradient), within(1e-13));
    assertThat(inPieces.toDoubleVector()).containsExactly(gradient.toDoubleVector(), within(1e-13));
    assertThat(actual.loss(x, all)).isEqualTo(expected.loss(x, all), within(1e-13));
  }

  /** Counts calls of some primitives, and refuses memory in one of them, once. */
  private static final class Refusal {
    private final Set<String> primitives;
    private final int at;
    private int calls;

    Refusal(Set<String> primitives, int at) {
      this.primitives = primitives;
      this.at = at;
    }

    Compute compute() {
      return (Compute)
          Proxy.newProxyInstance(
              Compute.class.getClassLoader(),
              new Class<?>[] {Compute.class},
              (proxy, method, arguments) -> {
                if (primitives.contains(method.getName()) && calls++ == at) {
                  throw new DeviceMemoryException("in call " + at);
                }
                try {
                  return method.invoke(HostTensors.COMPUTE, arguments);
                } catch (InvocationTargetException failure) {
                  throw failure.getCause();
                }
              });
    }
  }

  /** Of a sweep, that may need memory on a device for their own scratch. */
  private static final Set<String> IN_SWEEPS =
      Set.of("multiply", "addColumnSums", "dot", "gatherRows", "moments");

  private static List<double[]> sums(Objective objective) {
    INDArray x = random(1, (int) objective.dimension(), 3).reshape(objective.dimension());
    INDArray v = random(1, (int) objective.dimension(), 4).reshape(objective.dimension());
    INDArray mean = x.ulike();
    INDArray out = x.ulike();
    List<double[]> sums = new ArrayList<>();
    try (Curvature curvature = objective.curvature(x)) {
      curvature.covarianceProduct(v, mean, out);
      sums.add(mean.toDoubleVector());
      sums.add(out.toDoubleVector());
      sums.add(curvature.perExampleCurvature(v));
      curvature.hessianProduct(Batch.of(4, 4, 20, 1, 7), v, out);
      sums.add(out.toDoubleVector());
    }
    return sums;
  }

  private static List<double[]> gradient(Objective objective) {
    INDArray x = random(1, (int) objective.dimension(), 3).reshape(objective.dimension());
    INDArray out = x.ulike();
    double loss = objective.gradient(x, Batch.of(3, 2, 9, 9, 11, 20), out);
    return List.of(out.toDoubleVector(), new double[] {loss});
  }

  private static List<double[]> grams(Objective objective) {
    INDArray x = random(1, (int) objective.dimension(), 3).reshape(objective.dimension());
    try (Jacobian jacobian = objective.jacobian(x, Jacobian.Scaling.LOSS).orElseThrow()) {
      INDArray gram = Nd4j.create(DataType.DOUBLE, 2 * EXAMPLES, 2 * EXAMPLES);
      jacobian.gram(gram);
      INDArray grams = Nd4j.create(DataType.DOUBLE, EXAMPLES, 2, 2);
      jacobian.exampleGrams(grams);
      return List.of(gram.ravel().toDoubleVector(), grams.ravel().toDoubleVector());
    }
  }

  /** Returns how often there was nothing smaller to try. */
  private int requireSameWhereverMemoryIsRefused(
      List<Layer> layers, Set<String> primitives, Function<Objective, List<double[]>> work) {
    List<double[]> expected = work.apply(objective(HostTensors.COMPUTE, layers));
    int ends = 0;
    int at = 0;
    boolean refused = true;
    while (refused) {
      Refusal refusal = new Refusal(primitives, at);
      try {
        List<double[]> found = work.apply(objective(refusal.compute(), layers));
        for (int i = 0; i < expected.size(); i++) {
          assertThat(found.get(i)).containsExactly(expected.get(i), within(1e-13));
        }
      } catch (DeviceMemoryException end) {
        ends++;
      }
      refused = refusal.calls > at;
      at++;
    }
    assertThat(at).isGreaterThan(5);
    return ends;
  }

  @Test
  void noSumIsAddedToTwiceWhereverMemoryIsRefused() {
    List<Layer> plain = List.of(LAYERS.get(0), LAYERS.get(2), LAYERS.get(3));
    assertThat(
            requireSameWhereverMemoryIsRefused(LAYERS, IN_SWEEPS, DeviceMemoryTest::sums)
                + requireSameWhereverMemoryIsRefused(plain, IN_SWEEPS, DeviceMemoryTest::gradient))
        .isZero();
    // the left factors of both layers are wanted of all examples at once, in either matrix
    assertThat(requireSameWhereverMemoryIsRefused(plain, Set.of("zeros"), DeviceMemoryTest::grams))
        .isEqualTo(4);
  }

  @Test
  void aBatchThatIsCoupledIsNotCut() {
    Objective objective = objective(limited(7), LAYERS);
    INDArray x = random(1, (int) objective.dimension(), 3).reshape(objective.dimension());
    assertThatThrownBy(() -> objective.loss(x, Batch.all(EXAMPLES)))
        .isInstanceOf(DeviceMemoryException.class);
  }
}
