package org.escapement.testkit.optimizer;

import java.util.EnumSet;
import java.util.Set;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An author who leaves the linear part to the host opts out of giving one. */
class NumericalContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new TestFactory("heavy-ball-by-differences", WithoutLinearPart::new);
  }

  @Override
  public Record options() {
    return new TestFactory.Options(0.5);
  }

  @Override
  public Set<Behaviour> behaviours() {
    return EnumSet.complementOf(EnumSet.of(Behaviour.ANALYTIC_LINEARIZATION));
  }

  private static final class WithoutLinearPart extends HeavyBall {
    WithoutLinearPart(double rate) {
      super(rate);
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return Linearization.numerical();
    }
  }
}
