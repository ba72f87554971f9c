package org.escapement.cuda;

import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** u' = βu + ∇f(x), x' = x − ηu'; gradient descent, without memory, for β = 0. */
record Descent(double rate, double momentum, Sampling sampling) implements VectorOptimizer {
  private static final String VELOCITY = "velocity";

  @Override
  public State init(INDArray x) {
    return momentum == 0 ? State.empty() : State.empty().with(VELOCITY, x.like());
  }

  @Override
  public <V> Result<V> step(
      V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
    V gradient = objective.gradient(x);
    if (momentum == 0) {
      return new Result<>(vectors.add(x, -rate, gradient, gradient), state);
    }
    V velocity = vectors.add(gradient, momentum, state.tensor(VELOCITY), vectors.vector());
    return new Result<>(vectors.add(x, -rate, velocity, gradient), state.with(VELOCITY, velocity));
  }
}
