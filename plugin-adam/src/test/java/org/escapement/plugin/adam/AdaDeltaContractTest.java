package org.escapement.plugin.adam;

import java.util.Map;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;

class AdaDeltaContractTest implements AdaptiveContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new AdaDeltaFactory();
  }

  @Override
  public Record options() {
    return new AdaDeltaOptions(0.95, 1e-6, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  @Override
  public Map<String, Double> preconditionerMemory() {
    return Map.of("msg", 0.95, "msdx", 1.0);
  }
}
