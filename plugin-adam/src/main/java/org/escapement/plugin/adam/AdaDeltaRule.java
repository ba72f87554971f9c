package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.AdaDeltaUpdater;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * v' = ρv + (1−ρ)g², d = √(Δ + ε)/√(v' + ε) · g, Δ' = ρΔ + (1−ρ)d², x' = x − d. ND4J calls v msg
 * and Δ msdx.
 */
record AdaDeltaRule(AdaDeltaOptions options) implements UpdaterRule {
  /** The method has no learning rate; its steps are what they are. */
  private static final double LEARNING_RATE = 1;

  @Override
  public IUpdater updater() {
    return new AdaDelta(options.rho(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(AdaDeltaUpdater.MSG_STATE, AdaDeltaUpdater.MSDX_STATE);
  }

  /**
   * x' = x − Pg with P = √(Δ + ε)/√(v + ε) at the present v and Δ. While gradients vanish both fall
   * and P approaches 1, but by no fixed factor a step, so that it declares none.
   */
  @Override
  public Recurrence linearize(State state, double time) {
    INDArray entries = root(state.tensor(AdaDeltaUpdater.MSDX_STATE));
    entries.divi(root(state.tensor(AdaDeltaUpdater.MSG_STATE)));
    return Recurrence.preconditioned(LEARNING_RATE, Preconditioner.diagonal(entries, Pace.SLOW));
  }

  private INDArray root(INDArray mean) {
    return SquaredGradients.root(mean.add(options.epsilon()));
  }
}
