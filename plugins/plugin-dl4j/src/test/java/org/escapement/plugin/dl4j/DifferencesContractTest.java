package org.escapement.plugin.dl4j;

import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.plugin.dl4j.NetworkOptions.Start;

/** The same network keeps the contract where DL4J computes it. */
class DifferencesContractTest extends Dl4jContractTest {
  @Override
  public Record options() {
    return new NetworkOptions(FILE.toString(), Start.RANDOM, Gradients.DL4J, false);
  }
}
