package org.escapement.plugin.adam;

import java.util.Map;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;

class RmsPropContractTest implements AdaptiveContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new RmsPropFactory();
  }

  @Override
  public Record options() {
    return new RmsPropOptions(0.05, 0.95, 1e-8, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  @Override
  public Map<String, Double> preconditionerMemory() {
    return Map.of("G", 0.95);
  }
}
