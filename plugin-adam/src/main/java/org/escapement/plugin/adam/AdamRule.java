package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.learning.AdamUpdater;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;

/** m' = β₁m + (1−β₁)g, v' = β₂v + (1−β₂)g², x' = x − η √(1−β₂ᵗ)/(1−β₁ᵗ) · m'/(√v' + ε). */
record AdamRule(AdamOptions options) implements UpdaterRule {
  @Override
  public IUpdater updater() {
    return new Adam(options.learningRate(), options.beta1(), options.beta2(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(AdamUpdater.M_STATE, AdamUpdater.V_STATE);
  }

  /** P = 1/(√v + ε) at the present v; before the first step v = 0, so P = 1/ε. */
  @Override
  public Recurrence linearize(State state, double time) {
    return GradientMean.recurrence(
        options.beta1(),
        options.learningRate(),
        GradientMean.correction(options.beta1(), options.beta2(), time),
        SquaredGradients.preconditioner(
            state.tensor(AdamUpdater.V_STATE), options.beta2(), options.epsilon()));
  }
}
