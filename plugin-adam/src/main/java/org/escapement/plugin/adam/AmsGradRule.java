package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.learning.AMSGradUpdater;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Adam's step, divided by the largest v there has been: v̂' = max(v̂, v'), x' = x − η
 * √(1−β₂ᵗ)/(1−β₁ᵗ) · m'/(√v̂' + ε).
 */
record AmsGradRule(AdamOptions options) implements UpdaterRule {
  @Override
  public IUpdater updater() {
    return new AMSGrad(options.learningRate(), options.beta1(), options.beta2(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(AMSGradUpdater.M_STATE, AMSGradUpdater.V_STATE, AMSGradUpdater.V_HAT_STATE);
  }

  /**
   * P = 1/(√v̂ + ε): while gradients vanish v falls, and v̂ stays as it is. It is slow and not
   * constant because larger gradients raise v̂, and because the corrections for bias go on.
   */
  @Override
  public Recurrence linearize(State state, double time) {
    return GradientMean.recurrence(
        options.beta1(),
        options.learningRate(),
        GradientMean.correction(options.beta1(), options.beta2(), time),
        Preconditioner.diagonal(
            SquaredGradients.inverseRoot(
                state.tensor(AMSGradUpdater.V_HAT_STATE), options.epsilon()),
            Pace.SLOW));
  }
}
