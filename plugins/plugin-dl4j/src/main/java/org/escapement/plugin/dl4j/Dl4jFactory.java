package org.escapement.plugin.dl4j;

import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/** Offers {@code dl4j}, a network that DL4J saved. */
@Extension
public final class Dl4jFactory implements ModelFactory<NetworkOptions> {
  @Override
  public String name() {
    return "dl4j";
  }

  @Override
  public String description() {
    return "trained network from a zip of DL4J, a MultiLayerNetwork or a ComputationGraph";
  }

  @Override
  public Class<NetworkOptions> options() {
    return NetworkOptions.class;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public Model create(NetworkOptions options, ModelSetting setting) {
    return NetworkModels.of(ModelFiles.read(options.file(), Dl4jZip::read), options, setting);
  }
}
