package org.escapement.plugin.networks;

import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.option.Option;

/**
 * Options of {@code lenet}.
 *
 * @param padding zeros around the image
 * @param pooling what follows each convolution
 * @param activation φ after every convolution and every hidden layer
 * @param initialization where training starts
 */
record LeNetOptions(
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
