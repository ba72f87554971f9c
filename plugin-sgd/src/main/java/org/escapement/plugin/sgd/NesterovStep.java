package org.escapement.plugin.sgd;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Nesterov's accelerated gradient, u' = βu + ∇f_ξ(x), x' = x − η(βu' + ∇f_ξ(x)), from u = 0: the
 * form of PyTorch's {@code nesterov=True}, whose point is the one at which gradients are taken. At
 * a constant rate ND4J's {@code Nesterovs} takes the same steps.
 *
 * <p>State: {@code velocity}, u, shape {@code [p]}, and under a schedule the count of steps.
 */
record NesterovStep(LearningRate learningRate, double momentum, Sampling sampling)
    implements VectorOptimizer {
  private static final String VELOCITY = "velocity";

  @Override
  public State init(INDArray x) {
    return learningRate.start(State.empty().with(VELOCITY, x.like()));
  }

  @Override
  public <V> Result<V> step(
      V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
    V gradient = objective.gradient(x); // ours: it becomes the next point
    V velocity = vectors.add(gradient, momentum, state.tensor(VELOCITY), vectors.vector());
    V ahead = vectors.add(gradient, momentum, velocity, gradient);
    V next = vectors.add(x, -learningRate.at(state), ahead, ahead);
    return new Result<>(next, learningRate.advance(state).with(VELOCITY, velocity));
  }

  /** In the coordinates (x, w = ηu), with w' put into x': x' = x − β²w − (1 + β)ηg. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    double rate = learningRate.at(state);
    return new Recurrence(
        new double[][] {{1, -momentum * momentum}, {0, momentum}},
        new double[] {(1 + momentum) * rate, -rate},
        new double[] {1, 0},
        Preconditioner.identity(),
        rate);
  }
}
