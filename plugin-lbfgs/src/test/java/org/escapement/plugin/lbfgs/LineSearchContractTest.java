package org.escapement.plugin.lbfgs;

import java.util.EnumSet;
import java.util.Set;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.optimizer.Behaviour;
import org.escapement.testkit.optimizer.OptimizerContract;

class LineSearchContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new LbfgsFactory();
  }

  @Override
  public Record options() {
    return LbfgsModes.lineSearch(1, 4);
  }

  /** The length of the step depends on the direction of the deviation: no linear part. */
  @Override
  public Set<Behaviour> behaviours() {
    return EnumSet.complementOf(EnumSet.of(Behaviour.ANALYTIC_LINEARIZATION));
  }
}
