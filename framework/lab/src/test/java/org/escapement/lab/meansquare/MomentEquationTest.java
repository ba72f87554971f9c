package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.escapement.engine.solver.Tolerance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two ways to solve the same equation: with the weights 1/κ, and with most of them replaced. */
class MomentEquationTest {
  private static final double REPLACED = 0.7;
  private static final double P = 0.3;
  private static final Minimum MINIMUM = Minimum.random(6, 2, 40, new Random(3));

  @ParameterizedTest
  @CsvSource({"0.5, 0", "0.98, 0", "1.02, 0", "1.2, 0", "0.5, 0.9", "0.98, 0.9", "1.02, 0.9"})
  void weightsDoNotMatterToWhatIsProved(double share, double beta) {
    try (ReducedCurvature curvature = MINIMUM.reduced();
        MeanSquareStability stability =
            new MeanSquareStability(curvature, Tolerance.relative(1e-6, 1000));
        MomentSpace space = new MomentSpace(new ExampleProducts(curvature), Integer.MAX_VALUE);
        MomentSpace other = new MomentSpace(new ExampleProducts(curvature), Integer.MAX_VALUE)) {
      double critical = stability.criticalLearningRate(Recurrences.heavyBall(1, beta), P).upper();
      NoiseGain gain =
          new NoiseGain(Recurrences.heavyBall(share * critical, beta), curvature.eigenvalues(), 1);
      MomentEquation selfAdjoint = new MomentEquation(space, gain, P);
      MomentEquation skew = new MomentEquation(other, gain, P, REPLACED);
      assertThat(selfAdjoint.isSymmetric()).isTrue();
      assertThat(skew.isSymmetric()).isFalse();
      while (!(skew.solve() && skew.isRemainderPositiveDefinite())) {
        assertThat(other.isWhole()).isFalse();
        assertThat(skew.extendSpace()).isTrue();
        assertThat(skew.isProvedBeyond()).isFalse();
      }
      while (!selfAdjoint.isProvedBeyond()
          && !(selfAdjoint.solve() && selfAdjoint.isRemainderPositiveDefinite())) {
        assertThat(selfAdjoint.extendSpace()).isTrue();
      }
      assertThat(skew.isSolutionPositiveDefinite()).isEqualTo(share < 1);
      assertThat(selfAdjoint.isProvedBeyond()).isEqualTo(share > 1);
      assertThat(selfAdjoint.radius()).isCloseTo(skew.radius(), within(0.1 * skew.radius()));
    }
  }
}
