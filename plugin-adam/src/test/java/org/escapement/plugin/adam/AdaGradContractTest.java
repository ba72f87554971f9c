package org.escapement.plugin.adam;

import java.util.Map;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;

class AdaGradContractTest implements AdaptiveContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new AdaGradFactory();
  }

  @Override
  public Record options() {
    return new AdaGradOptions(0.5, 1e-6, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  @Override
  public Map<String, Double> preconditionerMemory() {
    return Map.of("grad", 1.0);
  }
}
