package org.escapement.testkit.optimizer;

import java.util.EnumSet;
import java.util.Set;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.option.OptionSchema;

/** What an author supplies to have an optimizer tested. */
public interface OptimizerSubject {
  /** A new factory. */
  OptimizerFactory<?> factory();

  /** Options of usual size: a learning rate at which a loss of sharpness 1 goes down. */
  Record options();

  /** What the optimizer does; remove what it does not. */
  default Set<Behaviour> behaviours() {
    return EnumSet.allOf(Behaviour.class);
  }

  /**
   * A state that steps have left behind, at rest: with every memory zero that is zero at a fixed
   * point (velocities, means of gradients). Only methods whose step is not linear in such memory
   * need it, because it is multiplied by what the linearization holds constant.
   */
  default State atRest(State live) {
    return live;
  }

  /**
   * The state with what {@link Optimizer#linearize} holds constant put back, so that the next step
   * uses exactly that: the preconditioner of {@code rest}, and its step count where the rate
   * depends on it. What the linearization describes stays as it is in {@code state}. A method
   * without a preconditioner holds nothing.
   *
   * <p>The linear part of a preconditioned method is that of the step with the preconditioner
   * frozen; this says how to freeze it, and makes the comparison with the step itself exact.
   *
   * @param state the state after a step
   * @param rest the state at which the step was linearized
   */
  default State held(State state, State rest) {
    return state;
  }

  /** A new optimizer with {@link #options}. */
  default Optimizer optimizer() {
    return create(factory(), options());
  }

  /** Makes an optimizer as the host does: the ranges are checked first. */
  static <O extends Record> Optimizer create(OptimizerFactory<O> factory, Record options) {
    O own = factory.options().cast(options);
    OptionSchema.of(factory.options()).validate(own);
    return factory.create(own);
  }
}
