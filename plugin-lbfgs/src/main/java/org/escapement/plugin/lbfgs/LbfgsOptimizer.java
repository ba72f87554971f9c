package org.escapement.plugin.lbfgs;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x' = x − η B ∇f(x), with B the inverse-Hessian approximation of {@link CurvaturePairs}. Until the
 * first pair B = I.
 *
 * <p>State: the previous {@code point} and {@code gradient}; the pairs {@code step.I} and {@code
 * change.I}, newest last; {@code skipped}, the pairs refused for want of positive curvature.
 */
final class LbfgsOptimizer implements Optimizer {
  private static final String POINT = "point";
  private static final String GRADIENT = "gradient";
  private static final String SKIPPED = "skipped";

  private final LbfgsOptions options;

  LbfgsOptimizer(LbfgsOptions options) {
    this.options = options;
  }

  @Override
  public State init(INDArray x) {
    return State.empty().with(SKIPPED, 0);
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x);
    State next = state;
    CurvaturePairs pairs = CurvaturePairs.of(state);
    if (state.tensors().containsKey(POINT)) {
      INDArray step = x.sub(state.tensor(POINT));
      INDArray change = gradient.sub(state.tensor(GRADIENT));
      if (CurvaturePairs.usable(step, change)) {
        pairs = pairs.with(step, change, options.memory());
        next = pairs.into(next);
      } else {
        next = next.with(SKIPPED, next.scalar(SKIPPED) + 1);
        step.close();
        change.close();
      }
    }
    INDArray point = x.ulike();
    pairs.apply(gradient, point);
    point.muli(-options.learningRate()).addi(x);
    return new StepResult(point, next.with(POINT, x).with(GRADIENT, gradient));
  }

  /** B held at the pairs of the state. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.preconditioned(options.learningRate(), CurvaturePairs.of(state));
  }
}
