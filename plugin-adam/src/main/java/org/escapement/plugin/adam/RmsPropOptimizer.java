package org.escapement.plugin.adam;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.RmsProp;

/**
 * RMSProp, stepping by ND4J's own updater: v' = βv + (1−β)g², x' = x − η g / (√v' + ε), from v = ε.
 *
 * <p>State: {@code squares}, v, shape {@code [p]}.
 */
final class RmsPropOptimizer implements Optimizer {
  private static final String SQUARES = "squares";

  private final RmsPropOptions options;

  RmsPropOptimizer(RmsPropOptions options) {
    this.options = options;
  }

  @Override
  public Sampling sampling() {
    return options.sampling().withBatchSize(options.batchSize());
  }

  @Override
  public State init(INDArray x) {
    return State.empty().with(SQUARES, x.ulike().assign(options.epsilon()));
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray squares = state.tensor(SQUARES).dup();
    INDArray update = objective.gradient(x);
    new RmsProp(options.learningRate(), options.decay(), options.epsilon())
        .instantiate(squares, false)
        .applyUpdater(update.reshape('c', 1, update.length()), 0, 0);
    update.rsubi(x);
    return new StepResult(update, state.with(SQUARES, squares));
  }

  /** x' = x − ηPg with P = 1/(√v + ε) at the present v. */
  @Override
  public Linearization linearize(INDArray x, State state) {
    return Recurrence.preconditioned(
        options.learningRate(),
        SquaredGradients.preconditioner(state.tensor(SQUARES), options.decay(), options.epsilon()));
  }
}
