package org.escapement.plugin.networks;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.network.Network;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/** Offers {@code mlp}. */
@Extension
public final class MultilayerPerceptronFactory
    implements ModelFactory<MultilayerPerceptronOptions> {
  @Override
  public String name() {
    return "mlp";
  }

  @Override
  public String description() {
    return "fully connected network";
  }

  @Override
  public Class<MultilayerPerceptronOptions> options() {
    return MultilayerPerceptronOptions.class;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public Model create(MultilayerPerceptronOptions options, ModelSetting setting) {
    List<Layer> layers = new ArrayList<>();
    long width = setting.inputs();
    for (int outputs : options.hidden()) {
      layers.add(new Dense(width, outputs));
      options
          .activation()
          .function()
          .ifPresent(function -> layers.add(new Activation(function, outputs)));
      width = outputs;
    }
    layers.add(new Dense(width, setting.outputs()));
    return new Network(
        setting.inputs(),
        layers,
        setting.loss(),
        setting.precision(),
        setting.passBytes(),
        options.initialization());
  }
}
