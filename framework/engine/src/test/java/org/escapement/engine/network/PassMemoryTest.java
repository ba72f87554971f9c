package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.MaxPooling2d;
import org.escapement.engine.layer.Residual;
import org.escapement.engine.tensor.HostTensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the buffers of a pass take for each example is what {@link Chunks} counts, or less. */
class PassMemoryTest {
  private static final int INPUTS = 16;

  static List<List<Layer>> networks() {
    return List.of(
        List.of(new Dense(INPUTS, 40), gelu(40), new Dense(40, 40), gelu(40), new Dense(40, 3)),
        List.of(
            new Dense(INPUTS, 40),
            new BatchNormalization(40, 1),
            gelu(40),
            new Dense(40, 40),
            new BatchNormalization(40, 1),
            gelu(40),
            new Dense(40, 3)),
        List.of(
            new Convolution2d(1, 4, 4, 6, 3, 1, 1),
            new BatchNormalization(6, 16),
            gelu(96),
            new Convolution2d(6, 4, 4, 2, 3, 1, 1),
            gelu(32),
            new MaxPooling2d(2, 4, 4, 2, 2, 0)),
        List.of(
            new Dense(INPUTS, INPUTS),
            new Residual(
                INPUTS,
                List.of(new Dense(INPUTS, 8), gelu(8), new Dense(8, 30)),
                List.of(new Dense(INPUTS, 30), new BatchNormalization(30, 1))),
            new Dense(30, 3)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void buffersAreWithinWhatIsCounted(List<Layer> layers) throws IllegalAccessException {
    for (Loss loss : Loss.values()) {
      long perRow = entries(layers, loss, 30) - entries(layers, loss, 20);
      long counted = 1;
      while (Chunks.rows(INPUTS, layers, DataType.DOUBLE, 1000, counted) < 10) {
        counted++;
      }
      assertThat(perRow * DataType.DOUBLE.width()).isPositive().isLessThanOrEqualTo(counted);
    }
  }

  /** Entries of all arrays of a pass over so many examples. */
  private static long entries(List<Layer> layers, Loss loss, int rows)
      throws IllegalAccessException {
    long outputs = layers.get(layers.size() - 1).outputs();
    INDArray targets = Nd4j.zeros(DataType.DOUBLE, rows, outputs);
    Examples examples = new Examples(Nd4j.rand(DataType.DOUBLE, rows, INPUTS), targets);
    INDArray point = new Network(INPUTS, layers, loss, DataType.DOUBLE).initialPoint(new Random(1));
    int[] selection = new int[rows];
    try (LinearizedNetwork network =
        new LinearizedNetwork(
            HostTensors.COMPUTE,
            layers,
            loss,
            ExampleTensors.of(HostTensors.COMPUTE, examples),
            new PassBudget(HostTensors.COMPUTE, Long.MAX_VALUE),
            HostTensors.COMPUTE.upload(point),
            true)) {
      Tensor[][] direction = network.views(HostTensors.COMPUTE.upload(point.ulike()));
      Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
      List<NetworkPass> passes = new ArrayList<>();
      network.sweep(
          Batch.of(selection),
          () -> {},
          (pass, from) -> {
            pass.tangent(network.parameters(), direction, null, 0);
            passes.add(pass);
          });
      collect(passes, seen);
      return seen.stream()
          .filter(INDArray.class::isInstance)
          .map(INDArray.class::cast)
          .filter(array -> !array.isView() && array.size(0) == rows)
          .mapToLong(INDArray::length)
          .sum();
    }
  }

  private static void collect(Object object, Set<Object> seen) throws IllegalAccessException {
    if (object == null
        || object instanceof Enum<?>
        || !seen.add(object)
        || object instanceof INDArray) {
      return;
    }
    if (object instanceof List<?> list) {
      for (Object element : list) {
        collect(element, seen);
      }
    } else if (object.getClass().isArray() && !object.getClass().componentType().isPrimitive()) {
      for (int i = 0; i < Array.getLength(object); i++) {
        collect(Array.get(object, i), seen);
      }
    } else if (object.getClass().getName().startsWith("org.escapement.engine.")) {
      for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
        for (Field field : type.getDeclaredFields()) {
          if (!Modifier.isStatic(field.getModifiers())) {
            field.setAccessible(true);
            collect(field.get(object), seen);
          }
        }
      }
    }
  }

  private static Layer gelu(long width) {
    return new Activation(Activations.GELU.function().orElseThrow(), width);
  }
}
