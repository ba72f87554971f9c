package org.escapement.spi.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The batch factor against the variance of batch means, over all batches of a small set. */
class SamplingTest {
  private static final double[] VALUES = {0.3, -1.2, 2.5, 0.9, -0.4};

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5})
  void withoutReplacementFactorIsTheVarianceRatio(int size) {
    double sum = 0;
    int batches = 0;
    for (int mask = 0; mask < 1 << VALUES.length; mask++) {
      if (Integer.bitCount(mask) == size) {
        double mean = 0;
        for (int i = 0; i < VALUES.length; i++) {
          mean += (mask >> i & 1) * VALUES[i] / size;
        }
        sum += square(mean - mean());
        batches++;
      }
    }
    assertThat(Sampling.withoutReplacement(size).varianceFactor(VALUES.length))
        .isCloseTo(sum / batches / variance(), within(1e-12));
  }

  @Test
  void withReplacementFactorIsTheVarianceRatio() {
    double sum = 0;
    for (double first : VALUES) {
      for (double second : VALUES) {
        sum += square((first + second) / 2 - mean()) / square(VALUES.length);
      }
    }
    assertThat(Sampling.withReplacement(2).varianceFactor(VALUES.length))
        .isCloseTo(sum / variance(), within(1e-12));
  }

  @Test
  void theFullBatchHasNoNoise() {
    assertThat(Sampling.fullBatch().varianceFactor(100)).isZero();
    assertThat(Sampling.withoutReplacement(200).varianceFactor(100)).isZero();
    assertThat(Sampling.withoutReplacement(1).varianceFactor(1)).isZero();
    assertThat(Sampling.fullBatch().effectiveBatchSize(100)).isEqualTo(100);
  }

  @Test
  void aReshuffledBatchSeenAloneIsDrawnWithoutReplacement() {
    assertThat(Sampling.reshuffled(2).varianceFactor(5))
        .isEqualTo(Sampling.withoutReplacement(2).varianceFactor(5));
    assertThat(Sampling.reshuffled(2).effectiveBatchSize(5)).isEqualTo(2);
    assertThat(Sampling.reshuffled(7).effectiveBatchSize(5)).isEqualTo(5);
    assertThat(Sampling.reshuffled(7).varianceFactor(5)).isZero();
  }

  @Test
  void onlyBatchesOfAReshuffledEpochDependOnOneAnother() {
    assertThat(Sampling.reshuffled(2).independent(5)).isFalse();
    assertThat(Sampling.reshuffled(5).independent(5)).isTrue();
    assertThat(Sampling.fullBatch().independent(5)).isTrue();
    assertThat(Sampling.withoutReplacement(2).independent(5)).isTrue();
    assertThat(Sampling.withReplacement(2).independent(5)).isTrue();
  }

  @Test
  void everyLawHasItsSamplingAndNoSizeStandsForTheFullBatch() {
    assertThat(BatchLaw.WITHOUT_REPLACEMENT.withBatchSize(3))
        .isEqualTo(Sampling.withoutReplacement(3));
    assertThat(BatchLaw.WITH_REPLACEMENT.withBatchSize(3)).isEqualTo(Sampling.withReplacement(3));
    assertThat(BatchLaw.RESHUFFLE.withBatchSize(3)).isEqualTo(Sampling.reshuffled(3));
    for (BatchLaw law : BatchLaw.values()) {
      assertThat(law.withBatchSize(null)).isEqualTo(Sampling.fullBatch());
    }
  }

  @Test
  void aBatchHoldsAtLeastOneExample() {
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.withoutReplacement(0));
    assertThatIllegalArgumentException().isThrownBy(() -> Sampling.reshuffled(0));
  }

  private static double mean() {
    double sum = 0;
    for (double value : VALUES) {
      sum += value / VALUES.length;
    }
    return sum;
  }

  private static double variance() {
    double sum = 0;
    for (double value : VALUES) {
      sum += square(value - mean()) / VALUES.length;
    }
    return sum;
  }

  private static double square(double x) {
    return x * x;
  }
}
