package org.escapement.plugin.dl4j;

import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/** Offers {@code keras}, a network that Keras saved. */
@Extension
public final class KerasFactory implements ModelFactory<NetworkOptions> {
  @Override
  public String name() {
    return "keras";
  }

  @Override
  public String description() {
    return "trained network from an HDF5 file of Keras 1 or 2, Sequential or functional, by DL4J's import";
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
    return NetworkModels.of(ModelFiles.read(options.file(), KerasFile::read), options, setting);
  }
}
