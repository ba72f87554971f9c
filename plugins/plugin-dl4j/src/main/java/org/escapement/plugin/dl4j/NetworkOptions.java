package org.escapement.plugin.dl4j;

import org.escapement.spi.option.Option;

/**
 * Options of {@code dl4j} and {@code keras}.
 *
 * @param file where the network is
 * @param start where training starts
 * @param gradients who computes
 * @param ownLoss whether the file's loss is taken in place of the config's
 */
record NetworkOptions(
    @Option(
            description =
                "the file of the network; relative paths start from where you are, ~/ is your home")
        String file,
    @Option(
            value = "file",
            description =
                "where training starts: file, at its weights, or random, as its layers were"
                    + " initialised")
        Start start,
    @Option(
            value = "auto",
            description =
                "auto converts a network whose layers all have exact counterparts, dl4j leaves"
                    + " every one to DL4J, with second derivatives by differences")
        Gradients gradients,
    @Option(
            value = "false",
            description =
                "whether the loss that the file names is taken as it is, in place of the config's,"
                    + " with second derivatives by differences")
        boolean ownLoss) {

  /** Where training starts. */
  enum Start {
    /** At the file's weights. */
    FILE("file"),
    /** At new ones, drawn as the layers say. */
    RANDOM("random");

    private final String text;

    Start(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** Who computes losses and gradients. */
  enum Gradients {
    /** The engine where it can, exactly to second order; else DL4J. */
    AUTO("auto"),
    /** DL4J. */
    DL4J("dl4j");

    private final String text;

    Gradients(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }
}
