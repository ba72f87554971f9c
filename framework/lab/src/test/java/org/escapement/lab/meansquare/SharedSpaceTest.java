package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.escapement.engine.solver.Tolerance;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.junit.jupiter.api.Test;

/** Many questions asked of one minimum, one after the other. */
class SharedSpaceTest {
  private static final double WIDTH = 1e-6;
  private static final Tolerance WANTED = Tolerance.relative(WIDTH, 500);
  private static final Tolerance FINE = Tolerance.relative(1e-9, 3000);
  private static final int MODES = 24;
  private static final Minimum MINIMUM = Minimum.random(12, 2, 60, new Random(4));

  private static final List<Recurrence> METHODS =
      List.of(
          Recurrences.plain(0.1),
          Recurrences.heavyBall(0.1, 0.9),
          Recurrences.nesterov(0.1, 0.9),
          Recurrences.recurrence(
              0.1, new double[][] {{1, 0}, {1, 0}}, new double[] {0.1, 0}, new double[] {0, 1}));

  @Test
  void whatIsKnownServesTheNextQuestion() {
    int shared = 0;
    int alone = 0;
    try (ReducedCurvature curvature = MINIMUM.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, WANTED)) {
      for (Recurrence method : METHODS) {
        for (int batch = 1; batch < 12; batch++) {
          Bounds rate = stability.criticalLearningRate(method, factor(batch));
          try (MeanSquareStability fresh = new MeanSquareStability(curvature, WANTED)) {
            Bounds own = fresh.criticalLearningRate(method, factor(batch));
            assertOverlap(rate, own);
            shared += rate.keptModes().applications();
            alone += own.keptModes().applications();
          }
        }
      }
    }
    assertThat(shared).isLessThan(alone / 2);
  }

  /** Matrices are given up again and again; what is proved stays so. */
  @Test
  void aSmallSpaceIsEnough() {
    long members = 26;
    long bytes = members * 3 * PackedMatrices.length(MODES) * Double.BYTES;
    try (ReducedCurvature curvature = MINIMUM.reduced();
        MeanSquareStability scarce =
            new MeanSquareStability(curvature, WANTED.withMaxBytes(bytes));
        MeanSquareStability fine = new MeanSquareStability(curvature, FINE)) {
      assertThat(curvature.modes()).isEqualTo(MODES);
      for (Recurrence method : METHODS) {
        for (int batch = 1; batch < 12; batch++) {
          Bounds rate = scarce.criticalLearningRate(method, factor(batch));
          assertThat(rate.keptModes().status()).isEqualTo(EnclosureStatus.CONVERGED);
          assertThat(rate.upper() - rate.lower()).isLessThanOrEqualTo(WIDTH * rate.upper());
          assertOverlap(rate, fine.criticalLearningRate(method, factor(batch)));
        }
      }
    }
  }

  private static void assertOverlap(Bounds one, Bounds other) {
    assertThat(one.lower()).isLessThanOrEqualTo(other.upper());
    assertThat(one.upper()).isGreaterThanOrEqualTo(other.lower());
  }

  private static double factor(int batch) {
    return Sampling.withoutReplacement(batch).varianceFactor(12);
  }
}
