package org.escapement.plugin.problems;

import java.util.List;
import org.escapement.spi.option.Option;

/**
 * Options of {@code matrix-factorisation}.
 *
 * @param rows m, a power of two
 * @param columns n, a power of two
 * @param singularValues σ of Y
 * @param imbalance γ of the minimum {@code unbalanced}
 */
record MatrixFactorisationOptions(
    @Option(value = "8", range = "[1, 16]", description = "rows m of the matrix, a power of two")
        int rows,
    @Option(value = "2", range = "[1, 16]", description = "columns n of the matrix, a power of two")
        int columns,
    @Option(
            value = "[4, 2]",
            range = "(0, inf)",
            description =
                "its singular values, at most four and no more than rows or columns; as many as the"
                    + " factors have columns")
        List<Double> singularValues,
    @Option(
            value = "2",
            range = "[0.01, 100]",
            description =
                "factor g of the minimum 'unbalanced', where U is g times and V 1/g times that of"
                    + " 'balanced'")
        double imbalance) {
  private static final int MOST_WIDTH = 4;

  /** Checks that there are singular vectors of equal entries, and enough of them. */
  MatrixFactorisationOptions {
    checkPower("rows", rows);
    checkPower("columns", columns);
    int most = Math.min(MOST_WIDTH, Math.min(rows, columns));
    if (singularValues.isEmpty() || singularValues.size() > most) {
      throw new IllegalArgumentException(
          "'singularValues' has " + singularValues.size() + " entries, must have 1 to " + most);
    }
  }

  private static void checkPower(String name, int value) {
    if (Integer.bitCount(value) != 1) {
      throw new IllegalArgumentException("'" + name + "' = " + value + ", must be a power of two");
    }
  }
}
