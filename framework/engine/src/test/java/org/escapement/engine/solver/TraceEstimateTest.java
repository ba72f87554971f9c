package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class TraceEstimateTest {
  private static final double CONFIDENCE = 0.95;

  private final RandomGenerator random = RandomStreams.of(1).stream("probes");

  /** From the usual tables. */
  @ParameterizedTest
  @CsvSource({
    "1, 0.95, 12.7062047",
    "2, 0.95, 4.3026527",
    "9, 0.95, 2.2621572",
    "30, 0.99, 2.7499957",
    "1, 0.5, 1",
    "1000, 0.9, 1.6463788"
  })
  void quantilesAreThoseOfTheTables(int degrees, double confidence, double expected) {
    assertThat(StudentT.twoSided(degrees, confidence)).isCloseTo(expected, within(1e-6));
  }

  /** 200 problems: with a coverage of 0.95 fewer than 179 hits have a probability of 2e-4. */
  @ParameterizedTest
  @ValueSource(ints = {9, 30})
  void intervalHoldsTheTraceAsOftenAsItSays(int budget) {
    int problems = 200;
    int hits = 0;
    for (int seed = 0; seed < problems; seed++) {
      double[] spectrum = new Random(seed).doubles(60, -1, 3).toArray();
      DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(1000 + seed));
      TraceEstimate estimate =
          TraceEstimate.of(operator, DataType.DOUBLE, budget, CONFIDENCE, random);
      double trace = Arrays.stream(spectrum).sum();
      assertThat(estimate.status()).isEqualTo(TraceEstimate.Status.ESTIMATED);
      assertThat(operator.products()).isEqualTo(estimate.products()).isEqualTo(budget);
      hits += estimate.lower() <= trace && trace <= estimate.upper() ? 1 : 0;
    }
    assertThat(hits).isBetween(179, problems - 1);
  }

  /** Without the sketch the error would be a few tenths of the trace. */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void lowRankIsExact(DataType type) {
    double[] spectrum = new double[100];
    System.arraycopy(new double[] {50, -7, 3, 1, 0.2}, 0, spectrum, 0, 5);
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(2));
    TraceEstimate estimate = TraceEstimate.of(operator, type, 30, CONFIDENCE, random);
    double rounding = type == DataType.DOUBLE ? 1e-12 : 1e-4;
    assertThat(estimate.value()).isCloseTo(47.2, within(rounding));
    assertThat(estimate.halfWidth()).isLessThan(10 * rounding);
    assertThat(estimate.lower()).isLessThanOrEqualTo(47.2);
    assertThat(estimate.upper()).isGreaterThanOrEqualTo(47.2);
    assertThat(estimate.products()).isEqualTo(30);
  }

  /** Hutchinson's error falls as the root of the products, that of Hutch++ as their number. */
  @Test
  void decayingSpectrumIsFarBetterThanHutchinsonOnIt() {
    double[] spectrum = new double[200];
    double squares = 0;
    double trace = 0;
    for (int i = 0; i < spectrum.length; i++) {
      spectrum[i] = 1.0 / ((i + 1) * (i + 1));
      squares += spectrum[i] * spectrum[i];
      trace += spectrum[i];
    }
    int products = 60;
    double hutchinson = Math.sqrt(2 * squares / products);
    double mean = 0;
    int runs = 20;
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(3));
    for (int run = 0; run < runs; run++) {
      double error =
          TraceEstimate.of(operator, DataType.DOUBLE, products, CONFIDENCE, random).value() - trace;
      mean += error * error / runs;
    }
    assertThat(Math.sqrt(mean)).isLessThan(hutchinson / 20);
  }

  @ParameterizedTest
  @ValueSource(ints = {5, 6, 1000})
  void budgetOfTheDimensionIsExact(int budget) {
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      DenseOperator operator = DenseOperator.diagonal(-2, -1, 3, 4, 5);
      TraceEstimate estimate = TraceEstimate.of(operator, type, budget, CONFIDENCE, random);
      assertThat(estimate.status()).isEqualTo(TraceEstimate.Status.EXACT);
      assertThat(estimate.value()).isEqualTo(9);
      assertThat(estimate.halfWidth()).isLessThan(1e-4);
      assertThat(estimate.products()).isEqualTo(operator.products()).isEqualTo(5);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4, 5, 6, 7, 8})
  void smallBudgetsAreSpentToTheLast(int budget) {
    double[] spectrum = new Random(4).doubles(40).toArray();
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(5));
    TraceEstimate estimate =
        TraceEstimate.of(operator, DataType.DOUBLE, budget, CONFIDENCE, random);
    assertThat(operator.products()).isEqualTo(estimate.products()).isEqualTo(budget);
    assertThat(estimate.halfWidth()).isPositive().isFinite();
  }

  @Test
  void zeroOperatorHasTraceZero() {
    TraceEstimate estimate =
        TraceEstimate.of(
            DenseOperator.diagonal(new double[50]), DataType.DOUBLE, 10, CONFIDENCE, random);
    assertThat(estimate.value()).isZero();
    assertThat(estimate.halfWidth()).isZero();
  }

  @Test
  void operatorThatIsNotFiniteIsNamed() {
    DenseOperator operator = DenseOperator.diagonal(new double[50]);
    for (int budget : new int[] {10, 50}) {
      for (int good = 0; good < budget; good++) {
        TraceEstimate estimate =
            TraceEstimate.of(
                new Failing(operator, good), DataType.DOUBLE, budget, CONFIDENCE, random);
        assertThat(estimate.status())
            .as("budget %d, %d good products", budget, good)
            .isEqualTo(TraceEstimate.Status.NON_FINITE);
        assertThat(estimate.value()).isNaN();
      }
    }
  }

  @Test
  void senselessArgumentsAreRefused() {
    DenseOperator operator = DenseOperator.diagonal(1, 2, 3);
    assertThatThrownBy(() -> TraceEstimate.of(operator, DataType.DOUBLE, 1, 0.95, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("maxProducts = 1");
    assertThatThrownBy(() -> TraceEstimate.of(operator, DataType.DOUBLE, 3, 1, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("confidence = 1.0");
  }
}
