package org.escapement.plugin.adam;

import java.util.Map;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;

class AmsGradContractTest implements AdaptiveContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new AmsGradFactory();
  }

  @Override
  public Record options() {
    return new AdamOptions(0.05, 0.9, 0.99, 1e-8, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  @Override
  public Map<String, Double> preconditionerMemory() {
    return Map.of("V", 1.0, "V_HAT", 1.0);
  }
}
