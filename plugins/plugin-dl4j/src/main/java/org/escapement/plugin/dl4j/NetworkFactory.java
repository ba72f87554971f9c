package org.escapement.plugin.dl4j;

import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;

/** Offers networks from files of one kind. */
abstract class NetworkFactory implements ModelFactory<NetworkOptions> {
  private final String name;
  private final String description;
  private final ModelFiles.Reading reading;

  NetworkFactory(String name, String description, ModelFiles.Reading reading) {
    this.name = name;
    this.description = description;
    this.reading = reading;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String description() {
    return description;
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
    return NetworkModels.of(ModelFiles.read(options.file(), reading), options, setting);
  }
}
