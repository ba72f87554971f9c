package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The state in which an optimizer finds itself at a minimum. Before the first step moments are zero
 * and there are no curvature pairs, so that a preconditioner taken there says nothing about the
 * method at work.
 *
 * @param state the state
 * @param origin where it comes from, in words
 * @param ofTraining whether it is the one with which the optimizer arrived at the minimum
 */
public record LiveState(State state, String origin, boolean ofTraining) implements AutoCloseable {
  /** A method without memory. */
  private static final String NONE = "none";

  /** The state that training left behind, for the optimizer that trained; not freed here. */
  public static LiveState ofTraining(State state) {
    return new LiveState(state, state.isEmpty() ? NONE : "the end of training", true);
  }

  /**
   * A state that is filled by some steps. They are taken from the minimum itself, again and again,
   * so that moments see the gradients of this place and no other; only for a preconditioner that
   * lives on the steps themselves, as curvature pairs do, the point moves along.
   *
   * @param optimizer the method
   * @param objective the loss
   * @param point the minimum, not written
   * @param steps how many
   * @param batches the source of batches
   */
  public static LiveState warmedUp(
      Optimizer optimizer,
      Objective objective,
      INDArray point,
      int steps,
      RandomGenerator batches) {
    State initial = optimizer.init(point);
    boolean moving =
        optimizer.linearize(point, initial) instanceof Recurrence recurrence
            && recurrence.preconditioner().pace() == Pace.FAST;
    BatchSampler sampler = new BatchSampler(optimizer.sampling(), objective.examples(), batches);
    if (moving) {
      return moved(optimizer, objective, point, initial, steps, sampler);
    }
    State state = initial;
    for (int step = 0; step < steps; step++) {
      StepResult result = optimizer.step(point, state, objective.on(sampler.next()));
      if (result.state().isEmpty()) {
        Tensors.free(result.point());
        return new LiveState(result.state(), NONE, false);
      }
      List<INDArray> old = new ArrayList<>(state.tensors().values());
      old.add(result.point());
      state = result.state();
      freeAllBut(old, state, point);
    }
    State own = state.copy(); // a state may keep the point itself, which is not ours to free
    freeAllBut(List.copyOf(state.tensors().values()), State.empty(), point);
    return new LiveState(own, steps + " steps taken at the minimum", false);
  }

  private static LiveState moved(
      Optimizer optimizer,
      Objective objective,
      INDArray point,
      State initial,
      int steps,
      BatchSampler sampler) {
    try (Trajectory trajectory = new Trajectory(optimizer, objective, point, initial, sampler)) {
      while (trajectory.iteration() < steps) {
        trajectory.propose();
        trajectory.accept();
      }
      return new LiveState(
          trajectory.state().copy(), steps + " steps that start at the minimum", false);
    }
  }

  private static void freeAllBut(List<INDArray> arrays, State state, INDArray point) {
    for (INDArray array : arrays) {
      boolean kept =
          array == point || state.tensors().values().stream().anyMatch(tensor -> tensor == array);
      if (!kept) {
        Tensors.free(array);
      }
    }
  }

  /** Frees the state, unless it is that of training. */
  @Override
  public void close() {
    if (!ofTraining) {
      state.tensors().values().forEach(Tensors::free);
    }
  }
}
