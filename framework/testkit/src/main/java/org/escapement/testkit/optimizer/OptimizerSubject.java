package org.escapement.testkit.optimizer;

import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.plugin.PluginSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What an author supplies to have an optimizer tested. The factory and the options are of the
 * project's own classes; where the run is on the project's zip, rules test the component of the
 * same name there, with options of the same values.
 */
@Tag("contract")
@ExtendWith(OptimizerUnderTestResolver.class)
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

  /**
   * The characteristic polynomial of the step on a loss λx²/2, worked out by hand: its roots are
   * the multipliers, the eigenvalues of the linearized step. Heavy ball: β − (1 + β − ηλ)μ + μ².
   * Where it is empty the eigenvalues of A − λbcᵀ stand in.
   *
   * @param curvature λ; where the linear part has a preconditioner, that of P^½HP^½
   * @return the coefficients in ascending order, the last of them 1
   */
  default Optional<double[]> characteristic(double curvature) {
    return Optional.empty();
  }

  /**
   * The edge of stability in closed form, such as 2/η or 2(1+β)/η; where the linear part has a
   * preconditioner, that of P^½HP^½. Left empty where the rate depends on the count of steps.
   */
  default OptionalDouble edge() {
    return OptionalDouble.empty();
  }

  /**
   * Makes an optimizer as the host does, for tests of an author's own: ranges are checked first.
   */
  static <O extends Record> Optimizer create(OptimizerFactory<O> factory, Record options) {
    return PluginSource.ofProject().create(factory, options);
  }
}
