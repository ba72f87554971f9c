package org.escapement.spi.dynamics;

import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Numerical;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.linearization.StateSpace;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The linearized step A_ξ of an optimizer on one batch (Wu, Ma &amp; E 2018, Definition 2):
 * deviations from the fixed point evolve as z' = A_ξ z, where z stacks the point's deviation (the
 * first p entries) and those of the memory. In general it is not symmetric.
 */
public interface LinearizedJacobian extends LinearOperator {
  /** The length p of the point's part of z. */
  long pointDimension();

  /**
   * A_ξ of any optimizer, from the linearization that it gives, or by differentiating its step
   * where it gives none. In the numerical form the memory's part of z is the state's tensors in
   * their order.
   *
   * @param optimizer any optimizer
   * @param objective the loss
   * @param curvature its second derivatives at {@code point}; unused by the numerical form
   * @param point x*, not written
   * @param state the optimizer's state at the point, not written
   * @param batch ξ
   * @throws EscapementException NOT_DIFFERENTIABLE when the step has no derivative there
   */
  static LinearizedJacobian of(
      Optimizer optimizer,
      Objective objective,
      Curvature curvature,
      INDArray point,
      State state,
      Batch batch) {
    Linearization linearization = optimizer.linearize(point, state);
    if (linearization instanceof Recurrence recurrence) {
      return new RecurrenceJacobian(recurrence, curvature, batch, point);
    }
    if (linearization instanceof StateSpace stateSpace) {
      return new StateSpaceJacobian(stateSpace, curvature, batch, point);
    }
    if (linearization instanceof Numerical) {
      return NumericalJacobian.of(optimizer, objective, point, state, batch);
    }
    throw new IllegalStateException("unreachable: Linearization is sealed");
  }
}
