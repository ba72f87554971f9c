package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class VggContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new VggFactory();
  }

  @Override
  public Record options() {
    return new VggOptions(
        List.of(List.of(2, 3), List.of(2)),
        List.of(4),
        Activations.TANH,
        Initialization.standard());
  }

  @Override
  public List<Long> inputShape() {
    return List.of(1L, 5L, 4L);
  }
}
