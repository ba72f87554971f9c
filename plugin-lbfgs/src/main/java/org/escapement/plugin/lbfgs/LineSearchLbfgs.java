package org.escapement.plugin.lbfgs;

import java.util.Optional;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x' = x − α B ∇f_ξ(x), with B the inverse-Hessian approximation of {@link CurvaturePairs} and α
 * found by a {@link StrongWolfeSearch} on the loss of the step's batch. The search tries η first;
 * without pairs, when B = I, it tries the α whose step is η long, as L-BFGS-B does at its start.
 *
 * <p>A search that fails with pairs in memory drops them all and searches once more along the
 * negative gradient, as L-BFGS-B does. Where that fails too, and where the gradient is zero, the
 * step has length zero. Where loss or gradient are not finite the step is −∇f_ξ(x) as it is.
 *
 * <p>Both gradients of a pair are of the step's own batch, and the search has computed both. On the
 * full batch the second is kept for the next step, if that starts where this one ends and finds the
 * same loss there, so that as many gradients are computed as lengths are tried. The loss tells
 * other batches apart, on which an analysis may try the step.
 *
 * <p>State: the pairs and their counter; {@code failed}, the searches that failed; on the full
 * batch the {@code point} at which the kept {@code gradient} was taken, and the {@code loss} there.
 *
 * <p>There is no linear part: in the pairs the step has no derivative at a fixed point, and in the
 * point alone α depends on the direction of the deviation. But the Wolfe conditions compare lengths
 * with lengths only, so that once it has pairs the step is homogeneous of degree one in point and
 * memory together.
 *
 * @param learningRate η
 * @param memory pairs kept
 * @param sampling how batches are drawn
 */
record LineSearchLbfgs(double learningRate, int memory, Sampling sampling) implements Optimizer {
  private static final String POINT = "point";
  private static final String GRADIENT = "gradient";
  private static final String LOSS = "loss";
  private static final String FAILED = "failed";

  /** How far losses may be off, in rounding units: they are means of many terms. */
  private static final double ROUNDINGS = 10;

  @Override
  public State init(INDArray x) {
    return CurvaturePairs.none().with(FAILED, 0);
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    double loss = objective.loss(x);
    INDArray gradient = isKept(x, loss, state) ? state.tensor(GRADIENT) : objective.gradient(x);
    double squaredLength = Vectors.dot(gradient, gradient);
    if (squaredLength == 0) {
      return new StepResult(x.dup(), state);
    }
    if (!Double.isFinite(loss + squaredLength)) {
      return new StepResult(x.sub(gradient), state);
    }
    Start start = new Start(objective, x, loss, gradient);
    State next = state;
    Optional<StepResult> result = search(start, next);
    if (result.isEmpty() && !CurvaturePairs.of(state).isIdentity()) {
      next = CurvaturePairs.dropped(failed(next));
      result = search(start, next);
    }
    State stuck = failed(next);
    return result.orElseGet(() -> new StepResult(x.dup(), stuck));
  }

  /** Where a step begins. */
  private record Start(BatchObjective objective, INDArray x, double loss, INDArray gradient) {}

  /** The step along −Bg, if the search finds its length. */
  private Optional<StepResult> search(Start start, State state) {
    CurvaturePairs pairs = CurvaturePairs.of(state);
    INDArray gradient = start.gradient();
    INDArray direction = gradient.ulike();
    pairs.apply(gradient, direction);
    direction.negi();
    double unit = pairs.isIdentity() ? Math.sqrt(Vectors.dot(gradient, gradient)) : 1;
    LossAlong line = new LossAlong(start.objective(), start.x(), direction);
    Sample here = new Sample(0, start.loss(), Vectors.dot(gradient, direction));
    Optional<Sample> found =
        new StrongWolfeSearch(line, here, rounding(gradient.dataType())).from(learningRate / unit);
    if (found.isEmpty()) {
      direction.close();
      line.point().close();
      return Optional.empty();
    }
    direction.muli(found.get().length());
    INDArray change = line.gradient().sub(gradient);
    State taken = CurvaturePairs.take(state, direction, change, memory);
    State next = keep(taken, line, found.get().value());
    return Optional.of(new StepResult(line.point(), next));
  }

  private static State failed(State state) {
    return state.with(FAILED, state.scalar(FAILED) + 1);
  }

  private static boolean isKept(INDArray x, double loss, State state) {
    return state.tensors().containsKey(POINT)
        && state.scalar(LOSS) == loss
        && state.tensor(POINT).distance1(x) == 0;
  }

  private State keep(State state, LossAlong line, double loss) {
    return sampling.kind() == Sampling.Kind.FULL_BATCH
        ? state.with(POINT, line.point()).with(GRADIENT, line.gradient()).with(LOSS, loss)
        : state;
  }

  private static double rounding(DataType type) {
    return ROUNDINGS * (type == DataType.DOUBLE ? Math.ulp(1.0) : Math.ulp(1.0f));
  }
}
