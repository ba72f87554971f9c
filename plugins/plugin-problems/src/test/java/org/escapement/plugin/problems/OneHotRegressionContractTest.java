package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class OneHotRegressionContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new OneHotRegressionFactory();
  }

  @Override
  public Record options() {
    return new OneHotRegressionOptions(List.of(4, 2, 1), List.of(1.0, 0.5, 1.5));
  }
}
