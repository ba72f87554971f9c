package org.escapement.plugin.networks;

import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activations;
import org.escapement.spi.option.Option;

/**
 * Options of {@code resnet}.
 *
 * @param depth 6 m + 2, with m blocks in each of three stages
 * @param channels of the first stage
 * @param normalization what follows each convolution
 * @param shortcut where a block changes the shape
 * @param activation φ
 * @param initialization where training starts
 */
record ResNetOptions(
    @Option(
            value = "14",
            range = "[8, 6002]",
            description =
                "layers with weights: 6 m + 2, for m blocks of two in each of three stages")
        int depth,
    @Option(
            value = "16",
            range = "[1, 10000]",
            description =
                "channels of the first stage; the others have twice and four times as many")
        int channels,
    @Option(
            value = "batch",
            description =
                "after each convolution: batch normalisation, in which case it has no bias, or none")
        Normalization normalization,
    @Option(
            value = "padding",
            description =
                "where a block halves the image: every other entry with channels of zeros (A of the"
                    + " paper), or a 1x1 convolution (B)")
        Shortcut shortcut,
    @Option(value = "relu", description = "activation") Activations activation,
    @Option(value = "{}", description = "where training starts") Initialization initialization) {

  private static final int DEPTH_OF_A_BLOCK_IN_EACH_STAGE = 6;
  private static final int DEPTH_WITHOUT_BLOCKS = 2;

  /** Refuses depths between those that exist. */
  ResNetOptions {
    int rest = (depth - DEPTH_WITHOUT_BLOCKS) % DEPTH_OF_A_BLOCK_IN_EACH_STAGE;
    if (rest != 0) {
      throw new IllegalArgumentException(
          "option 'depth' = "
              + depth
              + ", must be 6 m + 2; the nearest are "
              + (depth - rest)
              + " and "
              + (depth - rest + DEPTH_OF_A_BLOCK_IN_EACH_STAGE));
    }
  }

  /** m. */
  int blocks() {
    return (depth - DEPTH_WITHOUT_BLOCKS) / DEPTH_OF_A_BLOCK_IN_EACH_STAGE;
  }

  /** Kinds of normalisation by their names in config files. */
  enum Normalization {
    /** None: convolutions have biases. */
    NONE("none"),
    /** By the statistics of the batch. */
    BATCH("batch");

    private final String text;

    Normalization(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Kinds of shortcuts between shapes by their names in config files. */
  enum Shortcut {
    /** Option A, without parameters. */
    PADDING("padding"),
    /** Option B. */
    CONVOLUTION("convolution");

    private final String text;

    Shortcut(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
