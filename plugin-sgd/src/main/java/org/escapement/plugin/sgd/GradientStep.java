package org.escapement.plugin.sgd;

import org.escapement.spi.linearization.Linearization;
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
 * x' = x − η ∇f_ξ(x), with the batches ξ that the sampling draws. It has no memory beside its place
 * in the schedule of η.
 */
record GradientStep(LearningRate learningRate, Sampling sampling) implements VectorOptimizer {
  @Override
  public State init(INDArray x) {
    return learningRate.start(State.empty());
  }

  @Override
  public <V> Result<V> step(
      V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
    V gradient = objective.gradient(x); // ours: it becomes the next point
    V next = vectors.add(x, -learningRate.at(state), gradient, gradient);
    return new Result<>(next, learningRate.advance(state));
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.gradientDescent(learningRate.at(state));
  }
}
