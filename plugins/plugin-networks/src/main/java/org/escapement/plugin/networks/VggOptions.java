package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.option.Option;

/**
 * Options of {@code vgg}.
 *
 * @param stages widths of the convolutions of each stage
 * @param hidden widths of the hidden dense layers
 * @param activation φ after every convolution and every hidden layer
 * @param initialization where training starts
 */
record VggOptions(
    @Option(
            value = "[[16], [16], [32], [64], [64]]",
            range = "[1, 10000]",
            description =
                "output channels of the 3x3 convolutions, a list for each stage; 2x2 maximum"
                    + " pooling ends a stage")
        List<List<Integer>> stages,
    @Option(
            value = "[128]",
            range = "[1, 100000]",
            description = "widths of the dense layers before the last")
        List<Integer> hidden,
    @Option(
            value = "relu",
            description = "activation after every convolution and every dense layer but the last")
        Activations activation,
    @Option(value = "{}", description = "where training starts") Initialization initialization) {

  /** Refuses stages without convolutions. */
  VggOptions {
    if (stages.isEmpty() || stages.stream().anyMatch(List::isEmpty)) {
      throw new IllegalArgumentException(
          "option 'stages' = " + stages + ", must hold a stage, and each stage a convolution");
    }
  }
}
