package org.escapement.plugin.lbfgs;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x' = x − η B ∇f(x) on all examples, with B the inverse-Hessian approximation of {@link
 * CurvaturePairs}. Until the first pair B = I. A step's pair is the difference of two steps' points
 * and gradients, so that a step needs one gradient.
 *
 * <p>State: the previous {@code point} and {@code gradient}; the pairs and their counter.
 *
 * @param learningRate η
 * @param memory pairs kept
 */
record FullBatchLbfgs(double learningRate, int memory) implements Optimizer {
  private static final String POINT = "point";
  private static final String GRADIENT = "gradient";

  @Override
  public State init(INDArray x) {
    return CurvaturePairs.none();
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x);
    State next = state;
    if (state.tensors().containsKey(POINT)) {
      INDArray step = x.sub(state.tensor(POINT));
      INDArray change = gradient.sub(state.tensor(GRADIENT));
      next = CurvaturePairs.take(state, step, change, memory);
    }
    INDArray point = x.ulike();
    CurvaturePairs.of(next).apply(gradient, point);
    point.muli(-learningRate).addi(x);
    return new StepResult(point, next.with(POINT, x).with(GRADIENT, gradient));
  }

  /** B held at the pairs of the state. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.preconditioned(learningRate, CurvaturePairs.of(state));
  }
}
