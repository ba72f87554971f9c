package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.option.Option;

/**
 * Options of {@code lenet}.
 *
 * @param channels of each convolution
 * @param hidden widths of the hidden dense layers
 * @param padding zeros around the image
 * @param pooling what follows each convolution
 * @param activation φ after every convolution and every hidden layer
 * @param initialization where training starts
 */
record LeNetOptions(
    @Option(
            value = "[6, 16]",
            range = "[1, 10000]",
            description = "output channels of each 5x5 convolution")
        List<Integer> channels,
    @Option(
            value = "[120, 84]",
            range = "[1, 100000]",
            description = "widths of the dense layers before the last")
        List<Integer> hidden,
    @Option(
            value = "2",
            range = "[0, 100]",
            description =
                "zeros on each side of the image: 2 makes 28x28 the 32x32 of the paper, 0 is usual"
                    + " for images that have 32x32")
        int padding,
    @Option(value = "average", description = "2x2 pooling after each convolution") Pooling pooling,
    @Option(
            value = "tanh",
            description = "activation after every convolution and every dense layer but the last")
        Activations activation,
    @Option(value = "{}", description = "where training starts") Initialization initialization) {

  /** Refuses a network without convolutions. */
  LeNetOptions {
    if (channels.isEmpty()) {
      throw new IllegalArgumentException("option 'channels' = [], must hold a convolution");
    }
  }

  /** Kinds of pooling by their names in config files. */
  enum Pooling {
    /** The mean, as in the paper. */
    AVERAGE("average"),
    /** The greatest, as is usual since. */
    MAXIMUM("maximum");

    private final String text;

    Pooling(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
