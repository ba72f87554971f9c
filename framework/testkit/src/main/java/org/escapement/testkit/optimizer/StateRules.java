package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.SharedMemory;
import org.escapement.testkit.StateBytes;
import org.escapement.testkit.StateSnapshot;
import org.escapement.testkit.StepSnapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules on the state as a value: all of the memory, in memory of its own. */
public interface StateRules extends OptimizerSubject {
  @Test
  @DisplayName("O12 a run replayed from a copy of point and state is the same, bit for bit")
  default void o12SnapshotReplaysExactly(OptimizerUnderTest tested) {
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      Scene scene = Scene.of(type);
      Optimizer optimizer = tested.optimizer();
      StepResult middle = scene.run(optimizer, Scene.STEPS);
      StepResult copy = new StepResult(middle.point().dup(), middle.state().copy());
      int end = 2 * Scene.STEPS;
      StepSnapshot straight = StepSnapshot.of(scene.run(optimizer, middle, Scene.STEPS, end));
      straight.assertSameAs(
          scene.run(tested.optimizer(), copy, Scene.STEPS, end), "the run from a copy");
    }
  }

  @Test
  @DisplayName("O13 a state survives being written and read, bit for bit")
  default void o13StateSurvivesSerialisation(OptimizerUnderTest tested) {
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      Scene scene = Scene.of(type);
      Optimizer optimizer = tested.optimizer();
      StepResult middle = scene.run(optimizer, Scene.STEPS);
      State read = StateBytes.read(StateBytes.write(middle.state()));
      StateSnapshot.of(middle.state())
          .difference(StateSnapshot.of(read))
          .ifPresent(found -> fail("written and read, a state differs in %s", found));
      StepResult resumed = new StepResult(middle.point().dup(), read);
      int end = 2 * Scene.STEPS;
      StepSnapshot straight = StepSnapshot.of(scene.run(optimizer, middle, Scene.STEPS, end));
      straight.assertSameAs(
          scene.run(tested.optimizer(), resumed, Scene.STEPS, end),
          "the run from the state that was read");
    }
  }

  @Test
  @DisplayName("O14 the initial state keeps nothing of the point")
  default void o14InitialStateKeepsNothingOfThePoint(OptimizerUnderTest tested) {
    INDArray x = Scene.of(DataType.DOUBLE).start();
    tested
        .optimizer()
        .init(x)
        .tensors()
        .forEach(
            (name, tensor) ->
                assertThat(SharedMemory.between(x, tensor))
                    .as("'%s' shares memory with the point", name)
                    .isFalse());
  }

  @Test
  @DisplayName("O15 neither the next point nor the next state is a view of anything")
  default void o15ResultsAreNoViews(OptimizerUnderTest tested) {
    Optimizer optimizer = tested.optimizer();
    Scene scene = Scene.of(DataType.DOUBLE);
    INDArray x = scene.start();
    State state = optimizer.init(x);
    for (int step = 0; step < Scene.STEPS; step++) {
      LentGradients objective =
          new LentGradients(scene.objective().on(scene.batch(optimizer.sampling(), step)));
      StepResult result = optimizer.step(x, state, objective);
      List<INDArray> given = new ArrayList<>(state.tensors().values());
      given.add(x);
      given.addAll(objective.lent());
      given.add(result.point());
      given.addAll(result.state().tensors().values());
      assertNoViews("next point", result.point(), given);
      result.state().tensors().forEach((name, tensor) -> assertNoViews(name, tensor, given));
      x = result.point();
      state = result.state();
    }
  }

  /** The very array may be kept; a second array on the same memory may not. */
  private static void assertNoViews(String name, INDArray result, List<INDArray> others) {
    for (INDArray other : others) {
      if (other != result) {
        assertThat(SharedMemory.between(other, result))
            .as(
                "'%s' %s is a view of another array %s",
                name, Arrays.toString(result.shape()), Arrays.toString(other.shape()))
            .isFalse();
      }
    }
  }
}
