package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.option.Option;

/**
 * Options of {@code linear-regression}.
 *
 * @param variances of the inputs along each coordinate
 */
record LinearRegressionOptions(
    @Option(
            value = "[1, 1, 1, 1]",
            range = "(0, inf)",
            description =
                "variance of the inputs along each coordinate, at most ten; the largest, times 2 for"
                    + " the loss mse, is the sharpness")
        List<Double> variances) {
  private static final int MOST = 10;

  /** Checks that there are some and not too many. */
  LinearRegressionOptions {
    if (variances.isEmpty() || variances.size() > MOST) {
      throw new IllegalArgumentException(
          "'variances' has " + variances.size() + " entries, must have 1 to " + MOST);
    }
  }
}
