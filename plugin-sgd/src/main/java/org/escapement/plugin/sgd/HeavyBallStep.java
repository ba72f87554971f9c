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
 * Polyak's heavy ball, u' = βu + ∇f_ξ(x), x' = x − ηu', from u = 0: PyTorch's form, in which a rate
 * that changes does so for all of the velocity at once.
 *
 * <p>State: {@code velocity}, u, shape {@code [p]}, and under a schedule the count of steps.
 */
record HeavyBallStep(LearningRate learningRate, double momentum, Sampling sampling)
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
    V next = vectors.add(x, -learningRate.at(state), velocity, gradient);
    return new Result<>(next, learningRate.advance(state).with(VELOCITY, velocity));
  }

  /** In the coordinates (x, ηu), in which the velocity is a displacement. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    double rate = learningRate.at(state);
    return new Recurrence(
        new double[][] {{1, -momentum}, {0, momentum}},
        new double[] {rate, -rate},
        new double[] {1, 0},
        Preconditioner.identity(),
        rate);
  }
}
