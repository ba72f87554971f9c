package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.plugin.networks.LeNetOptions.Pooling;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class LeNetContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new LeNetFactory();
  }

  @Override
  public Record options() {
    return new LeNetOptions(
        List.of(2, 3),
        List.of(4, 3),
        6,
        Pooling.MAXIMUM,
        Activations.TANH,
        Initialization.standard());
  }

  @Override
  public List<Long> inputShape() {
    return List.of(1L, 4L, 4L);
  }
}
