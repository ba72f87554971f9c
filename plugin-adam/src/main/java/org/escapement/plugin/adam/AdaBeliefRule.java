package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdaBeliefUpdater;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * m' = β₁m + (1−β₁)g, s' = β₂s + (1−β₂)(g−m')² + ε, x' = x − η √(1−β₂ᵗ)/(1−β₁ᵗ) · m'/(√s' + ε).
 *
 * <p>Its tensors are handed to ND4J one by one: as views of one array its updater refuses them.
 */
record AdaBeliefRule(AdaBeliefOptions options) implements UpdaterRule {
  @Override
  public IUpdater updater() {
    return new AdaBelief(
        options.learningRate(), options.beta1(), options.beta2(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(AdaBeliefUpdater.M_STATE, AdaBeliefUpdater.S_STATE);
  }

  /**
   * P = 1/(√s + ε) at the present s, which any step leaves at ε or more. While gradients vanish P
   * grows by 1/√β₂ a step, until s has come down to ε/(1−β₂).
   */
  @Override
  public Recurrence linearize(State state, double time) {
    double epsilon = options.epsilon();
    INDArray squares = Transforms.max(state.tensor(AdaBeliefUpdater.S_STATE), epsilon, true);
    AtRest atRest =
        new AtRest(
            1 / Math.sqrt(options.beta2()),
            1 / (Math.sqrt(epsilon / (1 - options.beta2())) + epsilon));
    return GradientMean.recurrence(
        options.beta1(),
        options.learningRate(),
        GradientMean.correction(options.beta1(), options.beta2(), time),
        Preconditioner.adaptive(SquaredGradients.inverseRoot(squares, epsilon), atRest));
  }
}
