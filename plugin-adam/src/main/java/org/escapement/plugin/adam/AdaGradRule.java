package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.learning.AdaGradUpdater;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.IUpdater;

/** v' = v + g², x' = x − ηg/(√v' + ε). In ND4J v starts from 10⁻⁶, whatever ε is. */
record AdaGradRule(AdaGradOptions options) implements UpdaterRule {
  @Override
  public IUpdater updater() {
    return new AdaGrad(options.learningRate(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(AdaGradUpdater.GRAD_STATE);
  }

  @Override
  public double start() {
    return AdaGrad.DEFAULT_ADAGRAD_EPSILON;
  }

  /**
   * x' = x − ηPg with P = 1/(√v + ε). At a fixed point gradients add nothing to v; where a residual
   * keeps them from zero P falls over many steps, so that it is slow and not constant.
   */
  @Override
  public Recurrence linearize(State state, double time) {
    return Recurrence.preconditioned(
        options.learningRate(),
        Preconditioner.diagonal(
            SquaredGradients.inverseRoot(
                state.tensor(AdaGradUpdater.GRAD_STATE), options.epsilon()),
            Pace.SLOW));
  }
}
