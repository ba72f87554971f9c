package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.testkit.optimizer.ForeignVectors.Vector;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules on a step that is arithmetic on vectors, wherever they live. */
public interface VectorRules extends OptimizerSubject {
  /** What rounding leaves between two orders of a few operations in double, over a few steps. */
  double ROUNDING_RELATIVE_TOLERANCE = 1e-12;

  @Test
  @DisplayName("O24 a step on vectors leads where the step on arrays does, and writes only its own")
  default void o24VectorsFollowArrays(OptimizerUnderTest tested) {
    Optimizer optimizer = tested.optimizer();
    Assumptions.assumeTrue(
        optimizer instanceof VectorOptimizer, "SKIPPED: the optimizer has steps on arrays only");
    Scene scene = Scene.of(DataType.DOUBLE);
    INDArray x = scene.start();
    State state = optimizer.init(x);
    ForeignVectors vectors = new ForeignVectors(scene.objective());
    Vector point = vectors.given("the point", x);
    VectorState<Vector> memory = vectors.given(state);
    for (int step = 0; step < Scene.STEPS; step++) {
      StepResult expected = scene.step(optimizer, x, state, step);
      VectorOptimizer.Result<Vector> found =
          vectors.step(
              (VectorOptimizer) optimizer, point, memory, scene.batch(optimizer.sampling(), step));
      x = expected.point();
      state = expected.state();
      point = found.point();
      memory = found.state();
      assertFollows("the point", point, x, step);
      assertThat(memory.scalars()).as("numbers after step %d", step).isEqualTo(state.scalars());
      assertThat(memory.tensors().keySet())
          .as("names of vectors after step %d", step)
          .isEqualTo(state.tensors().keySet());
      for (String name : state.tensors().keySet()) {
        assertFollows("'" + name + "'", memory.tensor(name), state.tensor(name), step);
      }
    }
  }

  private static void assertFollows(String name, Vector found, INDArray expected, int step) {
    double tolerance =
        ROUNDING_RELATIVE_TOLERANCE * Math.max(1, expected.norm2Number().doubleValue());
    double distance = found.distance(expected.toDoubleVector());
    assertThat(distance <= tolerance)
        .as(
            "%s after step %d is %s on vectors and %s on arrays, %s apart",
            name, step, found, expected, distance)
        .isTrue();
  }
}
