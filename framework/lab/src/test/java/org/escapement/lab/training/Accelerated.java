package org.escapement.lab.training;

import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * u' = βu + g, x' = x − η_t(βu' + g) with a rate that falls, and the point before kept. Its
 * arithmetic is such that arrays and the reference's tensors round it alike.
 */
public record Accelerated(double rate, Sampling sampling) implements VectorOptimizer {
  private static final double BETA = 0.5;

  @Override
  public State init(INDArray x) {
    return State.empty().with("velocity", x.like()).with("before", x.dup()).with("count", 0);
  }

  @Override
  public <V> Result<V> step(
      V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
    double count = state.scalar("count");
    V gradient = objective.gradient(x);
    V kept = vectors.scale(BETA, state.tensor("velocity"), vectors.vector());
    V velocity = vectors.add(gradient, 1, kept, kept);
    V ahead = vectors.add(gradient, BETA, velocity, gradient);
    V next = vectors.add(x, -rate / (1 + 0.01 * count), ahead, ahead);
    return new Result<>(
        next, state.with("velocity", velocity).with("before", x).with("count", count + 1));
  }
}
