package org.escapement.plugin.adam;

import java.util.List;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.learning.RmsPropUpdater;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.RmsProp;

/** v' = βv + (1−β)g², x' = x − ηg/(√v' + ε), from v = ε. */
record RmsPropRule(RmsPropOptions options) implements UpdaterRule {
  @Override
  public IUpdater updater() {
    return new RmsProp(options.learningRate(), options.decay(), options.epsilon());
  }

  @Override
  public List<String> memory() {
    return List.of(RmsPropUpdater.G_STATE);
  }

  @Override
  public double start() {
    return options.epsilon();
  }

  /** x' = x − ηPg with P = 1/(√v + ε) at the present v. */
  @Override
  public Recurrence linearize(State state, double time) {
    return Recurrence.preconditioned(
        options.learningRate(),
        SquaredGradients.preconditioner(
            state.tensor(RmsPropUpdater.G_STATE), options.decay(), options.epsilon()));
  }
}
