package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class QuadraticContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new QuadraticFactory();
  }

  @Override
  public Record options() {
    return new QuadraticOptions(
        null,
        List.of(
            List.of(List.of(1.0, 0.0)), List.of(List.of(1.0, 1.0)), List.of(List.of(0.0, 2.0))));
  }
}
