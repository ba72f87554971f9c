package ${package};

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Polyak's heavy ball, u' = βu + η ∇f_ξ(x), x' = x − u', from u = 0: the map that is to be replaced
 * by your own.
 *
 * <p>State: {@code velocity}, u, shape {@code [p]}.
 */
record ${className}(double learningRate, double momentum, Sampling sampling) implements Optimizer {
  private static final String VELOCITY = "velocity";

  @Override
  public State init(INDArray x) {
    return State.empty().with(VELOCITY, x.like());
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray gradient = objective.gradient(x); // ours: it becomes the next point
    INDArray velocity = state.tensor(VELOCITY).mul(momentum).addi(gradient.muli(learningRate));
    return new StepResult(x.sub(velocity, gradient), state.with(VELOCITY, velocity));
  }

  /**
   * For z = (x, u) in each coordinate, with g the gradient at x: x' = x − βu − ηg, u' = βu + ηg.
   */
  @Override
  public Linearization linearize(INDArray x, State state) {
    double[][] stateMatrix = {{1, -momentum}, {0, momentum}};
    double[] input = {learningRate, -learningRate}; // z' = A z − b g
    double[] output = {1, 0}; // gradients are taken at x
    return new Recurrence(stateMatrix, input, output, Preconditioner.identity(), learningRate);
  }
}
