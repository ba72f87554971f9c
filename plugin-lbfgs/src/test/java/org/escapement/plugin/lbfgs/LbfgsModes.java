package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.BatchLaw;

/** Options of the four modes. */
final class LbfgsModes {
  private LbfgsModes() {}

  static LbfgsOptions fixedStep(double rate, int memory) {
    return options(rate, memory, LineSearch.NONE, null);
  }

  static LbfgsOptions fixedStep(double rate, int memory, int batchSize) {
    return options(rate, memory, LineSearch.NONE, batchSize);
  }

  static LbfgsOptions lineSearch(double rate, int memory) {
    return options(rate, memory, LineSearch.STRONG_WOLFE, null);
  }

  static LbfgsOptions lineSearch(double rate, int memory, int batchSize) {
    return options(rate, memory, LineSearch.STRONG_WOLFE, batchSize);
  }

  private static LbfgsOptions options(
      double rate, int memory, LineSearch lineSearch, Integer batchSize) {
    return new LbfgsOptions(rate, memory, lineSearch, batchSize, BatchLaw.WITHOUT_REPLACEMENT);
  }
}
