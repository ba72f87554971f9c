package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class LinearRegressionContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new LinearRegressionFactory();
  }

  @Override
  public Record options() {
    return new LinearRegressionOptions(List.of(1.0, 0.5, 0.25));
  }
}
