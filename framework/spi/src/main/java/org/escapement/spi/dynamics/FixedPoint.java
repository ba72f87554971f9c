package org.escapement.spi.dynamics;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether a point is a fixed point of an optimizer (Wu, Ma &amp; E 2018, Definition 1): x* is one
 * if a step from it goes nowhere, whatever batch is drawn. At a minimum where examples keep a
 * residual the steps are not zero, and their length tells how far from a fixed point it is.
 */
@FunctionalInterface
public interface FixedPoint {
  /**
   * The length ‖x' − x*‖ of the step that the optimizer takes from the point on one batch, in the
   * units of the parameters.
   */
  double displacement(Batch batch);

  /**
   * The question for one optimizer at one point.
   *
   * @param optimizer any optimizer
   * @param objective the loss
   * @param point x*, not written
   * @param state the optimizer's state at the point, not written
   */
  static FixedPoint of(Optimizer optimizer, Objective objective, INDArray point, State state) {
    return batch -> {
      StepResult result = optimizer.step(point, state, objective.on(batch));
      try (INDArray difference = result.point().sub(point)) {
        return difference.norm2Number().doubleValue();
      } finally {
        release(result, point, state);
      }
    };
  }

  /**
   * Frees what the step made: waiting for the garbage collector would take memory for every batch.
   */
  private static void release(StepResult result, INDArray point, State state) {
    List<INDArray> made = new ArrayList<>(result.state().tensors().values());
    made.add(result.point());
    for (INDArray array : made) {
      boolean given =
          array == point || state.tensors().values().stream().anyMatch(kept -> kept == array);
      if (!given && array.closeable() && !array.wasClosed()) {
        array.close();
      }
    }
  }
}
