package org.escapement.spi.optimizer;

import org.escapement.spi.linearization.Linearization;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer as a random dynamical system: {@code (x, state; batch) → (x', state')}.
 *
 * <p>Everything that changes lives in the point and the {@link State}; the object itself holds
 * options only. That is what lets the host train, branch an escape run, resume after a kill and
 * differentiate the step with one and the same call.
 *
 * <p>Points are vectors of shape {@code [p]}, float or double as the run says. A step that is
 * arithmetic on whole vectors can be offered for vectors on a device as well: {@link
 * VectorOptimizer}.
 */
public interface Optimizer {
  /** How batches are drawn; the full batch unless said otherwise. */
  default Sampling sampling() {
    return Sampling.fullBatch();
  }

  /** The state before the first step from {@code x}; {@code x} is not kept. */
  State init(INDArray x);

  /**
   * One step.
   *
   * <ul>
   *   <li>{@code x} and the tensors of {@code state} are never written.
   *   <li>Equal inputs give equal results: no clock, no random numbers of its own.
   *   <li>The next point may be (and most often is) an array that {@link BatchObjective#gradient}
   *       returned, overwritten. The next state may keep {@code x}, such arrays and tensors of the
   *       old state as they are, but no views of them: what it does not keep, the host reuses.
   * </ul>
   *
   * @param x the current point, shape {@code [p]}
   * @param state the current state
   * @param objective loss and gradient on the sampled batch
   */
  StepResult step(INDArray x, State state, BatchObjective objective);

  /**
   * The step's linear part at a fixed point {@code x} with the given state: what stability is
   * decided from. Without an override the host differentiates {@link #step} itself.
   */
  default Linearization linearize(INDArray x, State state) {
    return Linearization.numerical();
  }
}
