package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class MultilayerPerceptronTanhContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new MultilayerPerceptronFactory();
  }

  @Override
  public Record options() {
    return new MultilayerPerceptronOptions(
        List.of(6, 5), Activations.TANH, Initialization.standard());
  }
}
