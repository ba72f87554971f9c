package org.escapement.plugin.problems;

import java.util.List;
import java.util.stream.Stream;
import org.escapement.spi.option.Option;

/**
 * Options of {@code one-hot-regression}.
 *
 * @param counts n_j, how many examples have coordinate j
 * @param inputs r_j, the entry of these examples, or null for ones
 */
record OneHotRegressionOptions(
    @Option(
            value = "[16, 8, 4, 2, 1, 1]",
            range = "[1, inf)",
            description = "for every coordinate, how many examples have it; 2,000 in all at most")
        List<Integer> counts,
    @Option(
            value = Option.ABSENT,
            range = "(0, inf)",
            description = "for every coordinate, the input of its examples; absent: 1")
        List<Double> inputs) {
  private static final int MOST_EXAMPLES = 2000;
  private static final int MOST_COORDINATES = 50;

  /** Checks that the lists fit together and are not too long. */
  OneHotRegressionOptions {
    if (counts.isEmpty() || counts.size() > MOST_COORDINATES) {
      throw new IllegalArgumentException(
          "'counts' has " + counts.size() + " entries, must have 1 to " + MOST_COORDINATES);
    }
    long examples = counts.stream().mapToLong(Integer::longValue).sum();
    if (examples > MOST_EXAMPLES) {
      throw new IllegalArgumentException(
          "'counts' adds up to " + examples + " examples, must be at most " + MOST_EXAMPLES);
    }
    if (inputs != null && inputs.size() != counts.size()) {
      throw new IllegalArgumentException(
          "'inputs' has "
              + inputs.size()
              + " entries, must have "
              + counts.size()
              + " as 'counts' has");
    }
  }

  /** One row for every example, r_j at its coordinate j and zeros elsewhere. */
  double[][] rows() {
    return Stream.iterate(0, j -> j + 1)
        .limit(counts.size())
        .flatMap(j -> Stream.generate(() -> row(j)).limit(counts.get(j)))
        .toArray(double[][]::new);
  }

  private double[] row(int coordinate) {
    double[] row = new double[counts.size()];
    row[coordinate] = inputs == null ? 1 : inputs.get(coordinate);
    return row;
  }
}
