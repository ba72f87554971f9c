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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

class SpectralDensityTest {
  private final RandomGenerator random = RandomStreams.of(1).stream("probes");

  /**
   * ZZᵀ/n with a square Z: the moments are the Catalan numbers 1, 2, 5, 14 up to O(1/n), and the
   * density is √(4/x − 1) / 2π.
   */
  @ParameterizedTest
  @EnumSource(names = {"FLOAT", "DOUBLE"})
  void densityOfAWishartMatrixIsThatOfMarchenkoAndPastur(DataType type) {
    try (SpikedWishart operator = new SpikedWishart(1000, type, random)) {
      SpectralDensity density = SpectralDensity.of(operator, type, 10, 60, random);
      assertThat(density.status()).isEqualTo(SpectralDensity.Status.COMPLETE);
      assertThat(density.products()).isEqualTo(600);
      double[] catalan = {1, 1, 2, 5, 14};
      for (int power = 0; power < catalan.length; power++) {
        SpectralDensity.Mean moment = density.moment(power);
        double matrix = 5e-3 * power * catalan[power]; // of this Z
        assertThat(moment.value())
            .as("moment %d", power)
            .isCloseTo(catalan[power], within(4 * moment.standardError() + matrix + 1e-12));
      }
      SpectralDensity.Curve curve = density.smoothed(0.1, 1, 1.5, 2, 2.5, 3, 3.5);
      for (int i = 0; i < curve.points().length; i++) {
        double expected = Math.sqrt(4 / curve.points()[i] - 1) / (2 * Math.PI);
        assertThat(curve.values()[i])
            .as("density at %s", curve.points()[i])
            .isCloseTo(expected, within(4 * curve.standardErrors()[i] + 0.01));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 40, 1000})
  void weightsSumToOne(int steps) {
    double[] spectrum = new Random(2).doubles(40, -1, 1).toArray();
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(3));
    for (DataType type : new DataType[] {DataType.FLOAT, DataType.DOUBLE}) {
      SpectralDensity density = SpectralDensity.of(operator, type, 3, steps, random);
      assertThat(Arrays.stream(density.weights()).sum()).isCloseTo(1, within(1e-12));
      assertThat(density.nodes()).isSorted().hasSameSizeAs(density.weights());
      assertThat(density.nodes()).hasSizeLessThanOrEqualTo(3 * Math.min(steps, 40));
      for (SpectralDensity.Quadrature probe : density.probes()) {
        assertThat(Arrays.stream(probe.weights()).sum()).isCloseTo(1, within(1e-12));
      }
    }
  }

  /** A quadrature with as many nodes as eigenvalues finds these, whatever the probe. */
  @Test
  void nodesOfTheWholeSpaceAreTheEigenvalues() {
    for (double[] spectrum : new double[][] {{1, 2, 3, 4, 5}, {-2, -1, 3, 4, 5}}) {
      SpectralDensity density =
          SpectralDensity.of(DenseOperator.diagonal(spectrum), DataType.DOUBLE, 1, 50, random);
      assertThat(density.products()).isEqualTo(5);
      assertThat(density.nodes()).containsExactly(spectrum, within(1e-12));
    }
  }

  /** A probe cannot tell copies apart; their shares are in the weights. */
  @Test
  void weightOfAMultipleEigenvalueIsItsShare() {
    double[] spectrum = new double[300];
    Arrays.fill(spectrum, 0, 75, 1);
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(4));
    SpectralDensity density = SpectralDensity.of(operator, DataType.DOUBLE, 20, 10, random);
    assertThat(density.products()).as("two steps span the space").isLessThanOrEqualTo(60);
    SpectralDensity.Mean share = density.mean(node -> node > 0.5 ? 1 : 0);
    assertThat(share.value()).isCloseTo(0.25, within(4 * share.standardError()));
    // the scatter of one Gaussian probe is √(2 p (1 − p) / n)
    assertThat(share.standardError())
        .isBetween(0.5 * Math.sqrt(0.375 / 300 / 20), 2 * Math.sqrt(0.375 / 300 / 20));
  }

  @Test
  void momentsLieWithinTheirStandardErrorsAsOftenAsTheyShould() {
    int problems = 100;
    int hits = 0;
    for (int seed = 0; seed < problems; seed++) {
      double[] spectrum = new Random(seed).doubles(50, -1, 3).toArray();
      DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(500 + seed));
      SpectralDensity.Mean moment =
          SpectralDensity.of(operator, DataType.DOUBLE, 10, 3, random).moment(2);
      double expected = Arrays.stream(spectrum).map(value -> value * value).average().orElseThrow();
      double bound = StudentT.twoSided(9, 0.95) * moment.standardError();
      hits += Math.abs(moment.value() - expected) <= bound ? 1 : 0;
    }
    // fewer than 87 of 100 have a probability of 1e-3 if the coverage is 0.95
    assertThat(hits).isBetween(87, 100);
  }

  @Test
  void smoothedDensityIntegratesToOne() {
    double[] spectrum = new Random(5).doubles(60, -1, 3).toArray();
    SpectralDensity density =
        SpectralDensity.of(
            DenseOperator.withSpectrum(spectrum, new Random(6)), DataType.DOUBLE, 4, 20, random);
    SpectralDensity.Curve curve = density.smoothed(0.05, 2000);
    double spacing = curve.points()[1] - curve.points()[0];
    assertThat(Arrays.stream(curve.values()).sum() * spacing).isCloseTo(1, within(1e-4));
    assertThat(curve.values()).hasSize(2000);
    assertThat(curve.standardErrors()).hasSize(2000);
  }

  @Test
  void oneProbeHasNoStandardError() {
    SpectralDensity density =
        SpectralDensity.of(DenseOperator.diagonal(1, 2, 3), DataType.DOUBLE, 1, 2, random);
    assertThat(density.moment(1).standardError()).isNaN();
  }

  @Test
  void zeroOperatorHasAllWeightAtZero() {
    SpectralDensity density =
        SpectralDensity.of(DenseOperator.diagonal(new double[9]), DataType.FLOAT, 2, 5, random);
    assertThat(density.nodes()).containsExactly(0, 0);
    assertThat(density.weights()).containsExactly(0.5, 0.5);
  }

  /** A probe takes 5 products: 14 have room for two of four. */
  @Test
  void noProbeIsBegunThatTheBudgetHasNoRoomFor() {
    DenseOperator operator =
        DenseOperator.withSpectrum(new Random(9).doubles(20).toArray(), new Random(10));
    Tolerance limits = Tolerance.relative(0, 14);
    SpectralDensity density = SpectralDensity.of(operator, DataType.DOUBLE, 4, 5, limits, random);
    assertThat(density.status()).isEqualTo(SpectralDensity.Status.PRODUCT_BUDGET);
    assertThat(density.probes()).hasSize(2);
    assertThat(density.products()).isEqualTo(10);
    assertThat(
            SpectralDensity.of(operator, DataType.DOUBLE, 4, 5, limits.withMaxSeconds(0), random)
                .status())
        .isEqualTo(SpectralDensity.Status.TIME_BUDGET);
    assertThat(
            SpectralDensity.of(operator, DataType.DOUBLE, 4, 5, Tolerance.relative(0, 20), random)
                .status())
        .isEqualTo(SpectralDensity.Status.COMPLETE);
  }

  @Test
  void operatorThatIsNotFiniteIsNamed() {
    double[] spectrum = new Random(7).doubles(20).toArray();
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(8));
    for (int good = 0; good < 15; good++) {
      SpectralDensity density =
          SpectralDensity.of(new Failing(operator, good), DataType.DOUBLE, 3, 5, random);
      assertThat(density.status()).isEqualTo(SpectralDensity.Status.NON_FINITE);
      assertThat(density.probes()).isEmpty();
      assertThat(density.moment(1).value()).isNaN();
    }
  }

  @Test
  void senselessArgumentsAreRefused() {
    DenseOperator operator = DenseOperator.diagonal(1, 2, 3);
    assertThatThrownBy(() -> SpectralDensity.of(operator, DataType.DOUBLE, 0, 5, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("probes = 0");
    assertThatThrownBy(() -> SpectralDensity.of(operator, DataType.DOUBLE, 2, 0, random))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps = 0");
    SpectralDensity density = SpectralDensity.of(operator, DataType.DOUBLE, 2, 2, random);
    assertThatThrownBy(() -> density.smoothed(0, 1.0)).isInstanceOf(IllegalArgumentException.class);
  }
}
