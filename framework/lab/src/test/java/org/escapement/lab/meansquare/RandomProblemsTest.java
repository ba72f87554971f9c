package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.escapement.engine.solver.Tolerance;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.RealMatrix;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Small random problems against the second-moment map written out over all batches. */
class RandomProblemsTest {
  private static final int SEEDS = 120;
  private static final Tolerance TIGHT = Tolerance.relative(1e-10, 3000);

  /** Agreement that is asked for. */
  private static final double AGREEMENT = 1e-8;

  /** Rounding of the enumeration's own eigenvalues. */
  private static final double ROUNDING = 1e-11;

  static Stream<Integer> seeds() {
    return Stream.iterate(1, seed -> seed + 1).limit(SEEDS);
  }

  /** A problem, with the batch laws it is examined for. */
  private record Case(String name, Recurrence recurrence, Sampling sampling) {}

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void thresholdsAndGrowthAgreeWithEnumeration(int seed) {
    Random random = new Random(seed);
    int n = 1 + random.nextInt(5);
    int k = 1 + random.nextInt(2);
    int d = 1 + random.nextInt(seed % 5 == 0 ? 6 : 4); // mostly small, for the enumeration
    Minimum minimum = Minimum.random(n, k, d, random);
    Enumeration enumeration = new Enumeration(minimum);
    compare("seed %d, n=%d k=%d d=%d".formatted(seed, n, k, d), minimum, enumeration, random);
  }

  /**
   * A preconditioner P makes J_iP^½ of J_i; the enumeration takes steps along PH_ξ in the
   * coordinates of the parameters.
   */
  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void preconditionersBelongIntoTheRows(int seed) {
    Random random = new Random(1000 + seed);
    int n = 1 + random.nextInt(seed % 4 == 0 ? 5 : 3);
    int k = 1 + random.nextInt(2);
    int d = 1 + random.nextInt(seed % 8 == 0 ? 6 : 4);
    boolean diagonal = seed % 2 == 0;
    Minimum minimum = Minimum.random(n, k, d, random);
    RealMatrix root = diagonal ? positiveDiagonal(d, random) : positive(d, random);
    compare(
        "seed %d, n=%d k=%d d=%d, %s P = (P^1/2)^2, P^1/2 = %s"
            .formatted(seed, n, k, d, diagonal ? "diagonal" : "full", root),
        minimum.times(root),
        new Enumeration(minimum, root.multiply(root)),
        random);
  }

  private static RealMatrix positiveDiagonal(int d, Random random) {
    return MatrixUtils.createRealDiagonalMatrix(random.doubles(d, -1, 1).map(Math::exp).toArray());
  }

  /** QΛQᵀ with Q from the eigenvectors of a random symmetric matrix. */
  private static RealMatrix positive(int d, Random random) {
    RealMatrix symmetric = MatrixUtils.createRealMatrix(d, d);
    for (int i = 0; i < d; i++) {
      for (int j = 0; j <= i; j++) {
        double entry = random.nextGaussian();
        symmetric.setEntry(i, j, entry);
        symmetric.setEntry(j, i, entry);
      }
    }
    RealMatrix turn = new EigenDecompositionSymmetric(symmetric).getV();
    RealMatrix turned = turn.multiply(positiveDiagonal(d, random)).multiplyTransposed(turn);
    return turned.add(turned.transpose()).scalarMultiply(0.5);
  }

  /** Everything that there is to know of a minimum, against an enumeration of its own. */
  private static void compare(
      String problem, Minimum minimum, Enumeration enumeration, Random random) {
    int n = minimum.examples();
    SoftAssertions soft = new SoftAssertions();
    try (ReducedCurvature curvature = minimum.reduced();
        MeanSquareStability stability = new MeanSquareStability(curvature, TIGHT)) {
      assertThat(curvature.modes()).as(problem).isEqualTo(enumeration.modes());
      for (Case single : cases(n, random)) {
        compare(soft, problem + ", " + single.name, single, stability, enumeration, n);
      }
    }
    soft.assertAll();
  }

  private static List<Case> cases(int n, Random random) {
    List<Case> cases = new ArrayList<>();
    for (int batch = 1; batch <= n; batch++) {
      for (Sampling sampling :
          List.of(Sampling.withoutReplacement(batch), Sampling.withReplacement(batch))) {
        String law = "B=" + batch + " " + sampling.kind();
        cases.add(new Case("plain, " + law, Recurrences.plain(0.1), sampling));
        double beta = 0.95 * random.nextDouble();
        cases.add(new Case("of other forms, " + law, otherForm(random.nextInt(3), beta), sampling));
        // one of the two, so that enumeration stays affordable
        cases.add(
            random.nextBoolean()
                ? new Case(
                    "heavy ball " + beta + ", " + law, Recurrences.heavyBall(0.1, beta), sampling)
                : new Case(
                    "Nesterov " + beta + ", " + law, Recurrences.nesterov(0.1, beta), sampling));
      }
    }
    return cases;
  }

  private static Recurrence otherForm(int form, double beta) {
    return switch (form) {
      // the gradient ahead of the point: c = (1+β, −β)
      case 0 ->
          Recurrences.recurrence(
              0.1,
              new double[][] {{1 + beta, -beta}, {1, 0}},
              new double[] {0.1, 0},
              new double[] {1 + beta, -beta});
      // the gradient of the point before
      case 1 ->
          Recurrences.recurrence(
              0.1, new double[][] {{1, 0}, {1, 0}}, new double[] {0.1, 0}, new double[] {0, 1});
      // two velocities
      default ->
          Recurrences.recurrence(
              0.1,
              new double[][] {{1, -beta / 2, -beta / 4}, {0, beta, 0}, {0, 0, beta / 2}},
              new double[] {0.1, -0.1, -0.1},
              new double[] {1, 0, 0});
    };
  }

  private static void compare(
      SoftAssertions soft,
      String about,
      Case single,
      MeanSquareStability stability,
      Enumeration enumeration,
      int examples) {
    double p = single.sampling.varianceFactor(examples);
    Bounds rate = stability.criticalLearningRate(single.recurrence, p);
    soft.assertThat(rate.keptModes().status()).as(about).isEqualTo(EnclosureStatus.CONVERGED);
    soft.assertThat(rate.upper() - rate.lower())
        .as(about)
        .isLessThanOrEqualTo(1.01e-10 * rate.upper());
    soft.assertThat(growth(enumeration, single, rate.lower() * (1 - AGREEMENT)))
        .as("just below the threshold: " + about)
        .isLessThan(1 - ROUNDING);
    soft.assertThat(growth(enumeration, single, rate.upper() * (1 + AGREEMENT)))
        .as("just beyond the threshold: " + about)
        .isGreaterThan(1 + ROUNDING);
    for (double share : new double[] {0.3, 0.98, 1.02, 1.6}) {
      double expected = growth(enumeration, single, share * rate.upper());
      soft.assertThat(expected < 1).as(about + ", stable at " + share).isEqualTo(share < 1);
      Bounds growth = stability.growthRate(at(single.recurrence, share * rate.upper()), p);
      soft.assertThat(growth.lower()).as(about).isLessThanOrEqualTo(expected * (1 + ROUNDING));
      soft.assertThat(growth.upper()).as(about).isGreaterThanOrEqualTo(expected * (1 - ROUNDING));
      soft.assertThat(growth.keptModes().status()).as(about).isEqualTo(EnclosureStatus.CONVERGED);
    }
  }

  private static double growth(Enumeration enumeration, Case single, double rate) {
    return enumeration.growthRate(at(single.recurrence, rate), single.sampling);
  }

  private static Recurrence at(Recurrence recurrence, double rate) {
    double[] input = recurrence.input().clone();
    for (int i = 0; i < input.length; i++) {
      input[i] *= rate / recurrence.learningRate();
    }
    return Recurrences.recurrence(rate, recurrence.stateMatrix(), input, recurrence.output());
  }
}
