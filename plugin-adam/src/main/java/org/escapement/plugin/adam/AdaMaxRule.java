package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdaMaxUpdater;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.ops.transforms.Transforms;

/** m' = β₁m + (1−β₁)g, u' = max(β₂u, |g|) + 10⁻³², x' = x − η/(1−β₁ᵗ) · m'/u'. ND4J calls u V. */
record AdaMaxRule(AdaMaxOptions options) implements UpdaterRule {
  /** What ND4J adds to u in every step. */
  private static final double LEAST_NORM = 1e-32;

  @Override
  public IUpdater updater() {
    return new AdaMax(
        options.learningRate(), options.beta1(), options.beta2(), AdaMax.DEFAULT_ADAMAX_EPSILON);
  }

  @Override
  public List<String> memory() {
    return List.of(AdaMaxUpdater.M_STATE, AdaMaxUpdater.U_STATE);
  }

  /**
   * P = 1/u at the present u, which any step leaves at 10⁻³² or more. While gradients vanish P
   * grows by 1/β₂ a step, to (1−β₂)·10³².
   */
  @Override
  public Recurrence linearize(State state, double time) {
    INDArray inverse =
        Transforms.max(state.tensor(AdaMaxUpdater.U_STATE), LEAST_NORM, true).rdivi(1);
    return GradientMean.recurrence(
        options.beta1(),
        options.learningRate(),
        GradientMean.correction(options.beta1(), time),
        Preconditioner.adaptive(
            inverse, new AtRest(1 / options.beta2(), (1 - options.beta2()) / LEAST_NORM)));
  }
}
