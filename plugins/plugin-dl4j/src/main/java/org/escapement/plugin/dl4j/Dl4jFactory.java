package org.escapement.plugin.dl4j;

import org.pf4j.Extension;

/** Offers {@code dl4j}, a network that DL4J saved. */
@Extension
public final class Dl4jFactory extends NetworkFactory {
  /** Made by the host. */
  public Dl4jFactory() {
    super(
        "dl4j",
        "trained network from a zip of DL4J, a MultiLayerNetwork or a ComputationGraph",
        Dl4jZip::read);
  }
}
