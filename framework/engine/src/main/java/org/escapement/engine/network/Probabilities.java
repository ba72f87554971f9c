package org.escapement.engine.network;

import java.util.Locale;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Targets of a cross-entropy: what they must be, and whether they leave a doubt. */
final class Probabilities {
  /** What targets that were stored as floats may miss. */
  private static final double ROUNDING = 1e-5;

  private Probabilities() {}

  /** Whether each row gives all probability to one class. */
  static boolean certain(INDArray targets) {
    double[] row = new double[(int) targets.size(1)];
    for (long i = 0; i < targets.size(0); i++) {
      Tensors.readRow(targets, i, row);
      for (double probability : row) {
        if (probability > ROUNDING && probability < 1 - ROUNDING) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * Checks that each row holds the probabilities of two classes or more.
   *
   * @throws EscapementException DATA_MISMATCH with the first row that does not
   */
  static void check(INDArray targets) {
    if (targets.size(1) < 2) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH, "cross-entropy needs two classes at least, the data have one");
    }
    double[] row = new double[(int) targets.size(1)];
    for (long i = 0; i < targets.size(0); i++) {
      Tensors.readRow(targets, i, row);
      double sum = 0;
      double least = 0;
      for (double probability : row) {
        sum += probability;
        least = Math.min(least, probability);
      }
      if (!(least >= 0) || !(Math.abs(sum - 1) <= ROUNDING)) {
        throw new EscapementException(
            ErrorCode.DATA_MISMATCH,
            String.format(
                Locale.ROOT,
                "cross-entropy needs targets that are probabilities, not negative and of sum 1;"
                    + " those of example %d have the least %.6g and the sum %.6g",
                i,
                least,
                sum));
      }
    }
  }
}
