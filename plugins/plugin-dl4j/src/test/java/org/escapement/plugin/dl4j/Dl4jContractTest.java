package org.escapement.plugin.dl4j;

import java.nio.file.Path;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.plugin.dl4j.NetworkOptions.Start;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.ModelFactory;
import org.escapement.testkit.model.ModelContract;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A converted network keeps the contract; its targets are its own outputs, so it is a minimum. */
class Dl4jContractTest implements ModelContract {
  static final MultiLayerNetwork NETWORK = TestNetworks.perceptron();
  static final Path FILE = TestNetworks.saved(NETWORK);

  @Override
  public ModelFactory<?> factory() {
    return new Dl4jFactory();
  }

  @Override
  public Record options() {
    return new NetworkOptions(FILE.toString(), Start.RANDOM, Gradients.AUTO, false);
  }

  @Override
  public Examples examples(DataType precision) {
    INDArray features = TestNetworks.random(5, 7, 4);
    INDArray targets = NETWORK.output(features);
    return new Examples(features.castTo(precision), targets.castTo(precision));
  }
}
