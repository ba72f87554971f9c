package org.escapement.lab.stability;

import java.util.random.RandomGenerator;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state in which an optimizer finds itself at a minimum. Before the first step moments are zero
 * and there are no curvature pairs, so that a preconditioner taken there says nothing about the
 * method at work.
 *
 * @param state the state; belongs to the receiver
 * @param origin where it comes from, in words
 */
public record LiveState(State state, String origin) {
  /** A method without memory. */
  private static final String NONE = "none";

  /** The state that training left behind, for the optimizer that trained. */
  public static LiveState ofTraining(State state) {
    return new LiveState(state, state.tensors().isEmpty() ? NONE : "the end of training");
  }

  /**
   * The state after some steps that start at the point. A method whose state holds no tensors after
   * one step has nothing to warm up.
   *
   * @param optimizer the method
   * @param objective the loss
   * @param point where the steps start, not written
   * @param steps how many
   * @param batches the source of batches
   */
  public static LiveState warmedUp(
      Optimizer optimizer,
      Objective objective,
      INDArray point,
      int steps,
      RandomGenerator batches) {
    BatchSampler sampler = new BatchSampler(optimizer.sampling(), objective.examples(), batches);
    try (Trajectory trajectory = Trajectory.from(optimizer, objective, point, sampler)) {
      while (trajectory.iteration() < steps) {
        trajectory.propose();
        trajectory.accept();
        if (trajectory.state().tensors().isEmpty()) {
          return new LiveState(trajectory.state(), NONE);
        }
      }
      return new LiveState(trajectory.state().copy(), steps + " steps from the minimum");
    }
  }
}
