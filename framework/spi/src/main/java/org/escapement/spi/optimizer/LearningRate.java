package org.escapement.spi.optimizer;

/**
 * A learning rate and its schedule, for steps to take the rate in force from. Under a schedule that
 * changes it the state has the number {@code iteration}, the steps already taken; a constant rate
 * needs none, so that a method without memory remains one.
 *
 * @param base η, which the schedule's shares are of
 * @param schedule how it changes
 */
public record LearningRate(double base, Schedule schedule) {
  private static final String ITERATION = "iteration";

  /** The method's state before the first step, with the count of steps if there has to be one. */
  public State start(State state) {
    return schedule.isConstant() ? state : state.with(ITERATION, 0);
  }

  /** The rate of the step about to be taken in this state. */
  public double at(State state) {
    return at(state.values());
  }

  /** The rate of the step about to be taken in this state. */
  public double at(VectorState<?> state) {
    return schedule.isConstant() ? base : base * schedule.share((long) state.scalar(ITERATION));
  }

  /** The state with one step more counted. */
  public State advance(State state) {
    return State.of(advance(state.values()));
  }

  /** The state with one step more counted. */
  public <V> VectorState<V> advance(VectorState<V> state) {
    return schedule.isConstant() ? state : state.with(ITERATION, state.scalar(ITERATION) + 1);
  }
}
