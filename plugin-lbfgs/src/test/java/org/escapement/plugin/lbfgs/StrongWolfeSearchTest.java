package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrongWolfeSearchTest {
  private static final double EXACT = Math.ulp(1.0);
  private static final double KINK = Math.sqrt(1 + 0.001 * 0.001) - 0.001;

  /** A line that remembers where it was asked. */
  private static final class Asked implements Line {
    private final DoubleUnaryOperator value;
    private final DoubleUnaryOperator slope;
    private int samples;
    private double last;

    Asked(DoubleUnaryOperator value, DoubleUnaryOperator slope) {
      this.value = value;
      this.slope = slope;
    }

    @Override
    public Sample at(double length) {
      samples++;
      last = length;
      return new Sample(length, value.applyAsDouble(length), slope.applyAsDouble(length));
    }
  }

  private static Optional<Sample> search(Asked line, double first, double rounding) {
    Sample start = line.at(0);
    line.samples = 0;
    return new StrongWolfeSearch(line, start, rounding).from(first);
  }

  /**
   * The test functions of Moré &amp; Thuente (1994), Section 5, from lengths many orders too short
   * and too long, against another program's lengths.
   */
  @ParameterizedTest
  @CsvFileSource(resources = "dcsrch_reference.csv", numLinesToSkip = 1)
  void findsTheLengthsOfMinpack(int number, double first, double length, int samples) {
    Asked line = function(number);
    Sample start = line.at(0);
    Sample found = search(line, first, 0).orElseThrow();
    assertThat(found.length()).isCloseTo(length, Percentage.withPercentage(1e-9));
    assertThat(line.samples).isEqualTo(samples);
    assertThat(line.last).as("the last sample is the result").isEqualTo(found.length());
    assertThat(found.value())
        .isLessThanOrEqualTo(start.value() + 1e-3 * found.length() * start.slope());
  }

  private static Asked function(int number) {
    switch (number) {
      case 1:
        return new Asked(a -> -a / (a * a + 2), a -> (a * a - 2) / Math.pow(a * a + 2, 2));
      case 2:
        return new Asked(
            a -> Math.pow(a + 0.004, 5) - 2 * Math.pow(a + 0.004, 4),
            a -> 5 * Math.pow(a + 0.004, 4) - 8 * Math.pow(a + 0.004, 3));
      case 3:
        return new Asked(StrongWolfeSearchTest::oscillating, StrongWolfeSearchTest::slope);
      default:
        return new Asked(
            a -> KINK * (Math.hypot(1 - a, 0.001) + Math.hypot(a, 0.001)),
            a -> KINK * (a / Math.hypot(a, 0.001) - (1 - a) / Math.hypot(1 - a, 0.001)));
    }
  }

  private static double oscillating(double a) {
    double beta = 0.01;
    double waves = 39 * Math.PI / 2;
    double smooth;
    if (a <= 1 - beta) {
      smooth = 1 - a;
    } else if (a >= 1 + beta) {
      smooth = a - 1;
    } else {
      smooth = (a - 1) * (a - 1) / (2 * beta) + beta / 2;
    }
    return smooth + (1 - beta) / waves * Math.sin(waves * a);
  }

  private static double slope(double a) {
    double beta = 0.01;
    double smooth = Math.max(-1, Math.min(1, (a - 1) / beta));
    return smooth + (1 - beta) * Math.cos(39 * Math.PI / 2 * a);
  }

  /** The cubic through two samples of a parabola is that parabola. */
  @Test
  void parabolaTakesOneInterpolation() {
    Asked line = new Asked(a -> (a - 1) * (a - 1), a -> 2 * (a - 1));
    Sample found = search(line, 5, EXACT).orElseThrow();
    assertThat(found.length()).isEqualTo(1);
    assertThat(line.samples).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(doubles = {1, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void lineThatDoesNotFallHasNoLength(double slope) {
    Asked line = new Asked(a -> 0 * a, a -> Math.abs(slope));
    assertThat(search(line, 1, EXACT)).isEmpty();
    Asked rising = new Asked(a -> a, a -> slope == -1 ? -1 : Double.NaN);
    assertThat(search(rising, 1, EXACT)).as("slope and values contradict each other").isEmpty();
  }

  /** Beyond 0.3 the loss overflows: no reason to give up, and none to look there again. */
  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void samplesThatAreNotFiniteShortenTheStep(double beyond) {
    Asked line =
        new Asked(a -> a > 0.3 ? beyond : (a - 1) * (a - 1), a -> a > 0.3 ? beyond : 2 * (a - 1));
    Sample found = search(line, 4, EXACT).orElseThrow();
    assertThat(found.length()).isBetween(0.01, 0.3);
    assertThat(line.samples).isLessThanOrEqualTo(6);
  }

  /**
   * A barrier at 1, beyond which there is no loss: halving the step once may lead to just before
   * it, where the loss is lower than at the start and rises steeply.
   */
  @ParameterizedTest
  @ValueSource(doubles = {1.5, 1.9, 1.99, 3.99, 7.999})
  void steepRiseBeforeABarrierIsNotTaken(double first) {
    Asked line = new Asked(a -> -a - 0.05 * Math.log(1 - a), a -> -1 + 0.05 / (1 - a));
    Sample start = line.at(0);
    Sample found = search(line, first, EXACT).orElseThrow();
    assertThat(found.value()).isLessThan(start.value() + 1e-3 * found.length() * start.slope());
    assertThat(Math.abs(found.slope())).isLessThanOrEqualTo(0.9 * Math.abs(start.slope()));
    assertThat(line.last).isEqualTo(found.length());
  }

  @Test
  void bottomlessLineEndsAtTheLongestStep() {
    Sample found = search(new Asked(a -> -a, a -> -1), 1, EXACT).orElseThrow();
    assertThat(found.length()).isEqualTo(1e10);
  }

  /** At a loss of 1000 floats are 6e-5 apart; the whole parabola is 1e-5 deep. */
  @Test
  void slopeDecidesWhereTheDecreaseIsLostInRounding() {
    DoubleUnaryOperator rounded = a -> 1000 + 1e-5 * (a - 1) * (a - 1) + (a > 0.1 ? 6e-5 : 0);
    Asked line = new Asked(rounded, a -> 2e-5 * (a - 1));
    assertThat(search(line, 1, EXACT).map(Sample::length)).isNotEqualTo(Optional.of(1.0));
    Asked inFloat = new Asked(rounded, a -> 2e-5 * (a - 1));
    assertThat(search(inFloat, 1, 10 * Math.ulp(1.0f)).orElseThrow().length()).isEqualTo(1);
    assertThat(inFloat.samples).isEqualTo(1);
  }
}
