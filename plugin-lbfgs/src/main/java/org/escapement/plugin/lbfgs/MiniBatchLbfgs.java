package org.escapement.plugin.lbfgs;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x' = x − η B ∇f_ξ(x) on mini-batches, with B the inverse-Hessian approximation of {@link
 * CurvaturePairs}. Both gradients of a pair are of the step's own batch, y = ∇f_ξ(x') − ∇f_ξ(x)
 * (Schraudolph, Yu &amp; Günter 2007), so that no difference between batches passes for curvature.
 * That costs a second gradient in every step.
 *
 * <p>State: the pairs and their counter.
 *
 * @param learningRate η
 * @param memory pairs kept
 * @param sampling how batches are drawn
 */
record MiniBatchLbfgs(double learningRate, int memory, Sampling sampling) implements Optimizer {
  @Override
  public State init(INDArray x) {
    return CurvaturePairs.none();
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x);
    INDArray point = x.ulike();
    CurvaturePairs.of(state).apply(gradient, point);
    point.muli(-learningRate).addi(x);
    INDArray change = objective.gradient(point).sub(gradient);
    return new StepResult(point, CurvaturePairs.take(state, point.sub(x), change, memory));
  }

  /** B held at the pairs of the state. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.preconditioned(learningRate, CurvaturePairs.of(state));
  }
}
