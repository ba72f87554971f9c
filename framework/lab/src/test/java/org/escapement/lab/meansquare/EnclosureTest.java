package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.escapement.engine.solver.Tolerance;
import org.escapement.spi.linearization.Recurrence;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds stay bounds when something runs out, and where the numbers are far apart. */
class EnclosureTest {
  private static final Tolerance FINE = Tolerance.relative(1e-9, 3000);
  private static final List<Recurrence> METHODS =
      List.of(
          Recurrences.plain(0.1), Recurrences.heavyBall(0.1, 0.9), Recurrences.nesterov(0.1, 0.9));

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 9, 20, 40})
  void spentProducts(int most) {
    assertContains(Tolerance.relative(1e-9, most), EnclosureStatus.PRODUCT_BUDGET);
  }

  @Test
  void spentTime() {
    assertContains(FINE.withMaxSeconds(0), EnclosureStatus.TIME_BUDGET);
  }

  @Test
  void spentMemory() {
    assertContains(FINE.withMaxBytes(0), EnclosureStatus.MEMORY_BUDGET);
  }

  private static void assertContains(Tolerance scarce, EnclosureStatus reason) {
    Minimum minimum = Minimum.random(12, 2, 60, new Random(4));
    try (ReducedCurvature curvature = minimum.reduced();
        MeanSquareStability fine = new MeanSquareStability(curvature, FINE);
        MeanSquareStability poor = new MeanSquareStability(curvature, scarce)) {
      for (Recurrence method : METHODS) {
        Bounds rate = fine.criticalLearningRate(method, 0.3);
        Bounds wide = poor.criticalLearningRate(method, 0.3);
        assertThat(rate.keptModes().converged()).isTrue();
        if (!wide.keptModes().converged()) {
          assertThat(wide.keptModes().status()).isEqualTo(reason);
        } else {
          assertThat(wide.keptModes().applications()).isLessThanOrEqualTo(scarce.maxProducts());
        }
        assertThat(wide.lower()).isLessThanOrEqualTo(rate.upper());
        assertThat(wide.upper()).isGreaterThanOrEqualTo(rate.lower());
        Bounds growth = fine.growthRate(method, 0.3);
        Bounds wideGrowth = poor.growthRate(method, 0.3);
        assertThat(wideGrowth.lower()).isLessThanOrEqualTo(growth.upper());
        assertThat(wideGrowth.upper()).isGreaterThanOrEqualTo(growth.lower());
      }
    }
  }

  /** Curvatures over ten decades, as networks have them. */
  @Test
  void curvaturesOrdersOfMagnitudeApart() {
    Random random = new Random(5);
    double[][] rows = new double[14][14];
    for (double[] row : rows) {
      for (int j = 0; j < row.length; j++) {
        row[j] = random.nextGaussian() * Math.pow(10, -j * 5.0 / 13);
      }
    }
    try (ReducedCurvature curvature = Minimum.ofRows(rows).reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, FINE)) {
      double[] values = curvature.eigenvalues();
      assertThat(values[0] / values[values.length - 1]).isGreaterThan(1e9);
      for (Recurrence method : METHODS) {
        Bounds rate = stability.criticalLearningRate(method, 1);
        assertThat(rate.keptModes().status()).isEqualTo(EnclosureStatus.CONVERGED);
        for (double share : new double[] {0.9, 1.1}) {
          double[] input = method.input().clone();
          for (int i = 0; i < input.length; i++) {
            input[i] *= share * rate.upper() / method.learningRate();
          }
          Bounds growth =
              stability.growthRate(
                  Recurrences.recurrence(1, method.stateMatrix(), input, method.output()), 1);
          assertThat(growth.keptModes().status()).isEqualTo(EnclosureStatus.CONVERGED);
          if (share < 1) {
            // the flattest direction hardly shrinks at all: 1 lies within the tolerance
            assertThat(growth.upper()).isLessThanOrEqualTo(1);
          } else {
            assertThat(growth.lower()).isGreaterThan(1);
          }
        }
      }
    }
  }

  @Test
  void refusesFactorsThatNoSamplingHas() {
    try (ReducedCurvature curvature = Minimum.B.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, FINE)) {
      assertThatThrownBy(() -> stability.growthRate(METHODS.get(0), 1.5))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> stability.criticalLearningRate(METHODS.get(0), Double.NaN))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  /** What grows without any curvature is stable at no rate. */
  @Test
  void growthWithoutCurvatureIsNeverStable() {
    Recurrence growing =
        Recurrences.recurrence(0.1, new double[][] {{1.5}}, new double[] {0.1}, new double[] {1});
    try (ReducedCurvature curvature = Minimum.B.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, FINE)) {
      assertThat(stability.criticalLearningRate(growing, 1).upper()).isZero();
    }
  }
}
