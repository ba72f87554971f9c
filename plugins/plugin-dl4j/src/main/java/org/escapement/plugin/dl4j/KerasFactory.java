package org.escapement.plugin.dl4j;

import org.pf4j.Extension;

/** Offers {@code keras}, a network that Keras saved. */
@Extension
public final class KerasFactory extends NetworkFactory {
  /** Made by the host. */
  public KerasFactory() {
    super(
        "keras",
        "trained network from an HDF5 file of Keras 1 or 2, Sequential or functional, by DL4J's import",
        KerasFile::read);
  }
}
