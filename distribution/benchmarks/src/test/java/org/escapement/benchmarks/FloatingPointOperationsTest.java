package org.escapement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FloatingPointOperationsTest {
  /** First layer 784·500, the others 2·500·500 + 500·10, times 2 operations and 1,000 rows. */
  @Test
  void countsTheMatrixProductsOfTheFullyConnectedNetwork() {
    double first = 392_000 * 2000.0;
    double others = 505_000 * 2000.0;
    assertThat(FloatingPointOperations.gradient(Networks.WIDTHS, 1000))
        .isEqualTo(2 * first + 3 * others);
    assertThat(FloatingPointOperations.hessianProduct(Networks.WIDTHS, 1000))
        .isEqualTo(2 * first + 6 * others);
    assertThat(FloatingPointOperations.covarianceProduct(Networks.WIDTHS, 1000))
        .isEqualTo(4 * first + 12 * others);
  }
}
