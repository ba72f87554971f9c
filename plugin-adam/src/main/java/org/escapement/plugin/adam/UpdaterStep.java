package org.escapement.plugin.adam;

import java.util.LinkedHashMap;
import java.util.Map;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * x' = x − update, by one of ND4J's own updaters, driven as DL4J drives it.
 *
 * <p>State: the updater's tensors under their names in ND4J, each of shape {@code [p]}; {@code
 * iteration}, steps done.
 */
record UpdaterStep(UpdaterRule rule, Sampling sampling) implements Optimizer {
  private static final String ITERATION = "iteration";

  @Override
  public State init(INDArray x) {
    State state = State.empty().with(ITERATION, 0);
    for (String name : rule.memory()) {
      state = state.with(name, x.ulike().assign(rule.start()));
    }
    return state;
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    Map<String, INDArray> memory = new LinkedHashMap<>();
    rule.memory().forEach(name -> memory.put(name, state.tensor(name).dup()));
    INDArray update = objective.gradient(x); // ours: the updater overwrites it
    rule.updater().instantiate(memory, false).applyUpdater(update, iteration(state), 0);
    State next = state.with(ITERATION, state.scalar(ITERATION) + 1);
    for (Map.Entry<String, INDArray> tensor : memory.entrySet()) {
      next = next.with(tensor.getKey(), tensor.getValue());
    }
    return new StepResult(update.rsubi(x), next);
  }

  @Override
  public Linearization linearize(INDArray x, State state) {
    return rule.linearize(state, iteration(state) + 1.0);
  }

  /** ND4J counts steps in an int; past its end the count stays there, as a cast has it. */
  private static int iteration(State state) {
    return (int) state.scalar(ITERATION);
  }
}
