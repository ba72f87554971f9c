package org.escapement.plugin.problems;

import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class ToyContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new ToyFactory();
  }

  @Override
  public Record options() {
    return new ToyOptions(0.1, 1.9);
  }
}
