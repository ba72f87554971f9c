package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.learning.NadamUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;

/**
 * Adam with a look ahead, x' = x − η/(1−β₁ᵗ) · (β₁m' + (1−β₁)g)/(√v' + ε). ND4J does not correct v
 * for bias, so that first steps are about 1/√(1−β₂) times as long as with the correction.
 */
record NadamRule(AdamOptions options) implements UpdaterRule {
  @Override
  public IUpdater updater() {
    return new Nadam(options.learningRate(), options.beta1(), options.beta2(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(NadamUpdater.M_STATE, NadamUpdater.V_STATE);
  }

  /** P = 1/(√v + ε) at the present v. */
  @Override
  public Recurrence linearize(State state, double time) {
    return GradientMean.lookAhead(
        options.beta1(),
        options.learningRate(),
        GradientMean.correction(options.beta1(), time),
        SquaredGradients.preconditioner(
            state.tensor(NadamUpdater.V_STATE), options.beta2(), options.epsilon()));
  }
}
