package org.escapement.plugin.adam;

import java.util.Map;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.optimizer.OptimizerContract;

/**
 * The contract of methods whose memory is a mean of gradients and what the preconditioner is of.
 */
interface AdaptiveContract extends OptimizerContract {
  String MEAN = "M";

  /**
   * The tensors that the preconditioner is made of, each with the factor by which a step without
   * gradient multiplies it before it is used.
   */
  Map<String, Double> preconditionerMemory();

  /** m = 0, what the preconditioner is made of as it is. */
  @Override
  default State atRest(State live) {
    return live.tensors().containsKey(MEAN) ? live.with(MEAN, live.tensor(MEAN).like()) : live;
  }

  /** The preconditioner's memory and t as they were, before the decay that the step begins with. */
  @Override
  default State held(State state, State rest) {
    State held = state.with("iteration", rest.scalar("iteration"));
    for (Map.Entry<String, Double> decaying : preconditionerMemory().entrySet()) {
      String name = decaying.getKey();
      held = held.with(name, rest.tensor(name).div(decaying.getValue()));
    }
    return held;
  }
}
