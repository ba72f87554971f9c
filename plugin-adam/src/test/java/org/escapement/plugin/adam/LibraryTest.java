package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.Snapshot;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.IUpdater;

/** Steps beside ND4J's own updater, driven as DL4J drives it: one array holds its memory. */
class LibraryTest {
  static Stream<Arguments> methodsInBothPrecisions() {
    return Stream.of(Method.values())
        .flatMap(
            method ->
                Stream.of(DataType.DOUBLE, DataType.FLOAT).map(type -> Arguments.of(method, type)));
  }

  @ParameterizedTest
  @MethodSource("methodsInBothPrecisions")
  void stepsAreThoseOfTheUpdaterBitForBit(Method method, DataType type) {
    int length = Gradients.DIMENSION;
    Optimizer optimizer = method.optimizer();
    INDArray x = Nd4j.linspace(DataType.DOUBLE, -1, 0.3, length).castTo(type);
    INDArray expected = x.dup();
    StepResult actual = new StepResult(x, optimizer.init(x));
    INDArray memory = Nd4j.create(type, 1, method.memory.size() * length);
    GradientUpdater<?> updater = updater(method, memory);
    INDArray[] gradients = Gradients.run(type);
    for (int step = 0; step < gradients.length; step++) {
      INDArray update = gradients[step].dup().reshape('c', 1, length);
      updater.applyUpdater(update, step, 0);
      expected.subi(update.reshape('c', new long[] {length}));
      actual = optimizer.step(actual.point(), actual.state(), new Gradients(gradients[step]));
      assertThat(Snapshot.of(actual.point())).as("step %d", step).isEqualTo(Snapshot.of(expected));
    }
    assertThat(actual.state().tensors().keySet()).containsExactlyElementsOf(method.memory);
    for (int i = 0; i < method.memory.size(); i++) {
      assertThat(actual.state().tensor(method.memory.get(i)).toDoubleVector())
          .containsExactly(part(memory, i).toDoubleVector());
    }
  }

  @Test
  void adaBeliefIsTheOneThatOneArrayCannotHold() {
    INDArray memory = Nd4j.create(DataType.DOUBLE, 1, 2 * Gradients.DIMENSION);
    IUpdater library = new AdaBelief();
    assertThatThrownBy(() -> library.instantiate(memory, true))
        .isInstanceOf(ArrayIndexOutOfBoundsException.class);
  }

  private static GradientUpdater<?> updater(Method method, INDArray memory) {
    if (method != Method.ADABELIEF) {
      return method.updater.instantiate(memory, true);
    }
    Map<String, INDArray> parts = new LinkedHashMap<>();
    for (int i = 0; i < method.memory.size(); i++) {
      parts.put(method.memory.get(i), part(memory, i));
    }
    return method.updater.instantiate(parts, true);
  }

  private static INDArray part(INDArray memory, int index) {
    int length = Gradients.DIMENSION;
    return memory.get(
        NDArrayIndex.point(0), NDArrayIndex.interval(index * length, (index + 1) * length));
  }
}
