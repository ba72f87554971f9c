package ${package};

import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.optimizer.OptimizerContract;

/** What the framework relies on, with options at which a loss of sharpness 1 goes down. */
class ${className}ContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new ${className}Factory();
  }

  @Override
  public Record options() {
    return new ${className}Options(0.5, 0.8, null);
  }
}
