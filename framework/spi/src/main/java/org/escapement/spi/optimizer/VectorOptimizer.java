package org.escapement.spi.optimizer;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer whose step is arithmetic on vectors, written once for wherever they live. The host
 * takes such steps on its arrays or, where a model computes its gradients on a device, there: point
 * and memory then stay on the device from step to step.
 *
 * <p>All vectors have the length and type of the point, those that {@link #init} puts into the
 * state too. Their entries cannot be looked at; a step that has to look at them, or that is
 * anything but arithmetic, is one of a plain {@link Optimizer}.
 */
public interface VectorOptimizer extends Optimizer {
  /**
   * Where a step leads.
   *
   * @param point the next point
   * @param state the next state
   * @param <V> a vector
   */
  record Result<V>(V point, VectorState<V> state) {}

  /**
   * One step, under the rules of {@link Optimizer#step}: {@code x} and the vectors of {@code state}
   * are never written, and equal inputs give equal results. The results hold vectors that the step
   * was given, or got from {@code objective} and {@code vectors}. In a run all others of them are
   * used again after the step, and one that it got in an earlier step is none of its own.
   *
   * @param x the current point
   * @param state the current state
   * @param objective loss and gradient on the sampled batch
   * @param vectors what to compute with
   * @param <V> a vector
   */
  <V> Result<V> step(V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors);

  /** The same step on arrays. What overrides it may differ by rounding only. */
  @Override
  default StepResult step(INDArray x, State state, BatchObjective objective) {
    Result<INDArray> result = step(x, state.values(), objective, objective.vectors(x));
    return new StepResult(result.point(), State.of(result.state()));
  }
}
