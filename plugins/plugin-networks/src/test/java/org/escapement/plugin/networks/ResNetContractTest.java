package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.plugin.networks.ResNetOptions.Normalization;
import org.escapement.plugin.networks.ResNetOptions.Shortcut;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;

class ResNetContractTest implements ModelContract {
  @Override
  public ModelFactory<?> factory() {
    return new ResNetFactory();
  }

  @Override
  public Record options() {
    return new ResNetOptions(
        8, 1, Normalization.NONE, Shortcut.PADDING, Activations.TANH, Initialization.standard());
  }

  @Override
  public List<Long> inputShape() {
    return List.of(1L, 4L, 4L);
  }
}
