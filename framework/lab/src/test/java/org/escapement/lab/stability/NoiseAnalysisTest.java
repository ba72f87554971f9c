package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.escapement.engine.solver.DenseEigenpairs;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.meansquare.Bounds;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Thresholds known from enumeration of all batches decide on either side of themselves. */
class NoiseAnalysisTest {
  private static final double[][] ROWS = {{1, 0}, {1, 1}, {0, 2}};

  /** Heavy ball, u' = βu + ηg and x' = x − u'; gradient steps for β = 0. */
  private record Momentum(
      double rate, double beta, boolean tells, Preconditioner preconditioner, Sampling sampling)
      implements Optimizer {
    Momentum(double rate, double beta, boolean tells) {
      this(rate, beta, tells, Preconditioner.identity(), Sampling.withoutReplacement(1));
    }

    @Override
    public State init(INDArray x) {
      return State.empty().with("velocity", x.ulike());
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray preconditioned = x.ulike();
      preconditioner.apply(objective.gradient(x), preconditioned);
      INDArray velocity = state.tensor("velocity").mul(beta).addi(preconditioned.muli(rate));
      return new StepResult(x.sub(velocity), state.with("velocity", velocity));
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return tells
          ? new Recurrence(
              new double[][] {{1, -beta}, {0, beta}},
              new double[] {rate, -rate},
              new double[] {1, 0},
              preconditioner,
              rate)
          : Linearization.numerical();
    }
  }

  /** Whether the step is told, or found out by differences, makes no difference. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5760394922, true",
    "0, 0.5760394922, false",
    "0.9, 0.1178079224, true",
    "0.9, 0.1178079224, false"
  })
  void eitherSideOfTheThresholdIsDecided(double beta, double threshold, boolean tells) {
    StabilityReport below = analyse(new Momentum(threshold * 0.999, beta, tells));
    StabilityReport above = analyse(new Momentum(threshold * 1.001, beta, tells));
    assertThat(below.verdict()).as(below.reason()).isEqualTo(Verdict.STABLE);
    assertThat(above.verdict()).as(above.reason()).isEqualTo(Verdict.INTERMITTENT);
    assertThat(below.criticalLearningRate().lower()).isCloseTo(threshold, within(1e-5 * threshold));
    assertThat(below.criticalLearningRate().upper()).isCloseTo(threshold, within(1e-5 * threshold));
    assertThat(below.reason().contains("differences of the step")).isNotEqualTo(tells);
  }

  /** Mean-square thresholds by batch size, all from enumeration; with and without replacement. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5760394922, 0.9381644904, 0.7815076586, 1.1314829082",
    "0.9, 0.1178079224, 0.4232801555, NaN, 2.1498175256"
  })
  void tableOfCriticalLearningRates(
      double beta, double one, double two, double twoWith, double full) {
    StabilityReport report = analyse(new Momentum(0.1, beta, true));
    List<BatchThreshold> thresholds = report.noise().orElseThrow().thresholds();
    assertThat(thresholds.stream().map(BatchThreshold::sampling))
        .containsExactly(
            Sampling.withoutReplacement(1),
            Sampling.withReplacement(1),
            Sampling.withoutReplacement(2),
            Sampling.withReplacement(2),
            Sampling.withoutReplacement(3),
            Sampling.withReplacement(3));
    double[] known = {one, one, two, twoWith, full, Double.NaN};
    for (int i = 0; i < known.length; i++) {
      Bounds rate = thresholds.get(i).rate();
      assertThat(rate.upper() - rate.lower()).isLessThanOrEqualTo(1.1e-6 * rate.upper());
      if (!Double.isNaN(known[i])) {
        assertThat(rate.lower()).isLessThanOrEqualTo(known[i] * (1 + 1e-9));
        assertThat(rate.upper()).isGreaterThanOrEqualTo(known[i] * (1 - 1e-9));
      }
    }
  }

  /** With y = P^{-½}x the preconditioned step on C is the plain one on rows J_iP^½. */
  @ParameterizedTest
  @CsvSource({"0, true", "0.9, true", "0, false"})
  void preconditionersBelongIntoTheRows(double beta, boolean constant) {
    double[] diagonal = {4, 0.25};
    Preconditioner preconditioner =
        Preconditioner.diagonal(
            Nd4j.createFromArray(diagonal), constant ? Pace.CONSTANT : Pace.SLOW);
    StabilityReport report =
        analyse(new Momentum(0.01, beta, true, preconditioner, Sampling.withoutReplacement(1)));
    double[][] scaled = new double[3][2];
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        scaled[i][j] = ROWS[i][j] * Math.sqrt(diagonal[j]);
      }
    }
    StabilityReport plain = analyse(new Momentum(0.01, beta, true), scaled);
    for (int i = 0; i < 6; i++) {
      Bounds rate = report.noise().orElseThrow().thresholds().get(i).rate();
      Bounds expected = plain.noise().orElseThrow().thresholds().get(i).rate();
      assertThat(rate.lower()).isLessThanOrEqualTo(expected.upper());
      assertThat(rate.upper()).isGreaterThanOrEqualTo(expected.lower());
    }
    assertThat(report.verdict()).isEqualTo(plain.verdict()).isEqualTo(Verdict.STABLE);
  }

  /** C, B = 1: E grows from 0.576 on, almost every run leaves from 0.741 on. */
  @ParameterizedTest
  @CsvSource({"0.5, STABLE", "0.65, INTERMITTENT", "0.8, ESCAPES"})
  void growthInMeanSquareIsNotEscape(double rate, Verdict expected) {
    StabilityReport report = analyse(new Momentum(rate, 0, true));
    assertThat(report.verdict()).as(report.reason()).isEqualTo(expected);
    if (expected == Verdict.INTERMITTENT) {
      AlmostSureExponent exponent = report.noise().orElseThrow().exponent().orElseThrow();
      assertThat(exponent.value()) // known as -0.058 +- 0.001
          .isCloseTo(-0.058, within(3 * Math.hypot(0.001, exponent.standardError())));
      assertThat(report.noise().orElseThrow().growthRate().orElseThrow().lower())
          .isCloseTo(1.261482652928, within(1e-5));
    }
  }

  /** The theory of independent batches is not applied to others; the exponent is measured. */
  @ParameterizedTest
  @CsvSource({"0.5, UNDECIDED", "1.1, ESCAPES"})
  void reshufflingIsNotDecidedByIndependentBatches(double rate, Verdict expected) {
    StabilityReport report =
        analyse(new Momentum(rate, 0, true, Preconditioner.identity(), Sampling.reshuffled(1)));
    assertThat(report.verdict()).as(report.reason()).isEqualTo(expected);
    assertThat(report.conditions())
        .noneMatch(condition -> condition.name().contains("mean-square"));
    assertThat(report.noise().orElseThrow().growthRate()).isEmpty();
    assertThat(report.noise().orElseThrow().exponent()).isPresent();
  }

  /**
   * A = (0.2, 3.8) at η = 5: every epoch is (1 − η·0.2)(1 − η·3.8) = 0, though the mean's edge is
   * far exceeded.
   */
  @Test
  void reshuffledEpochsMayUndoWhatTheirStepsDo() {
    double[][] rows = {{Math.sqrt(0.2), 0}, {Math.sqrt(3.8), 0}};
    StabilityReport report =
        analyse(new Momentum(5, 0, true, Preconditioner.identity(), Sampling.reshuffled(1)), rows);
    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.conditions()).noneMatch(Condition::provesUnstable);
  }

  /** The exponent is of the Gauss–Newton part, which has no negative curvature. */
  @Test
  void noExponentDecidesAtASaddle() {
    Objective saddle =
        new WithJacobian(
            new Quadratic(new double[][] {{1, 0}, {0, -0.5}}, new double[][] {{1, 0}, {0, -0.5}}),
            new double[][] {{1, 0}, {1, 0}});
    Momentum reshuffled =
        new Momentum(0.1, 0, true, Preconditioner.identity(), Sampling.reshuffled(1));
    StabilityReport report = analyse(saddle, reshuffled, OptionalDouble.of(0.1));
    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.UNSTABLE);
    assertThat(report.reason()).startsWith("negative curvature").doesNotContain("exponent");
    assertThat(report.criticalLearningRate().upper()).isNaN();
  }

  /** A step that goes half as far as its learning rate says is stable at twice the rates. */
  @Test
  void ratesAreInUnitsOfTheLearningRate() {
    Optimizer half =
        new Optimizer() {
          @Override
          public Sampling sampling() {
            return Sampling.withoutReplacement(1);
          }

          @Override
          public State init(INDArray x) {
            return State.empty();
          }

          @Override
          public StepResult step(INDArray x, State state, BatchObjective objective) {
            return new StepResult(objective.gradient(x).muli(-0.05).addi(x), state);
          }
        };
    StabilityReport report = analyse(half, OptionalDouble.of(0.1), ROWS);
    StabilityReport plain = analyse(Descent.batches(0.05, 1), OptionalDouble.of(0.05), ROWS);
    assertThat(report.conditions()).hasSameSizeAs(plain.conditions());
    for (int i = 0; i < report.conditions().size(); i++) {
      double rate = report.conditions().get(i).criticalLearningRate().orElseThrow();
      double expected = plain.conditions().get(i).criticalLearningRate().orElseThrow();
      assertThat(rate).isCloseTo(2 * expected, within(1e-5 * expected));
    }
  }

  /** Closed bounds from single moments; none may be below the threshold. */
  @Test
  void boundsFromSingleMoments() {
    List<Condition> bounds =
        analyse(Descent.batches(0.6, 1), OptionalDouble.of(0.6), ROWS).conditions().stream()
            .filter(condition -> condition.name().startsWith("learning rate against"))
            .toList();
    assertThat(bounds).hasSize(3);
    double trace = 2 * 7 / 3.0 / ((1 + 4 + 16) / 3.0); // tr H = 7/3, avg |H_i|^2 = 21/3, p = 1
    assertThat(bounds.get(0).limit()).isCloseTo(trace, within(1e-12));
    assertThat(bounds.get(1).limit()).isGreaterThanOrEqualTo(0.5760394922);
    assertThat(bounds.get(2).limit()).isCloseTo((1 + Math.sqrt(3)) / 4, within(1e-12));
  }

  /** Case C: η_T1 = 0.5355250317; the left side of (8) from the dense matrices. */
  @ParameterizedTest
  @CsvSource({"0.3", "0.53", "0.54", "0.8"})
  void theoremOneHasItsClosedForm(double rate) {
    Condition condition = exactTheoremOne(rate);
    INDArray mean = Nd4j.create(DataType.DOUBLE, 2, 2);
    INDArray squares = mean.ulike();
    for (double[] row : ROWS) {
      INDArray one = Nd4j.createFromArray(new double[][] {row});
      INDArray hessian = one.transpose().mmul(one);
      mean.addi(hessian.div(3));
      squares.addi(hessian.mmul(hessian).div(3));
    }
    INDArray step = Nd4j.eye(2).castTo(DataType.DOUBLE).subi(mean.mul(rate));
    INDArray left = step.mmul(step).addi(squares.subi(mean.mmul(mean)).muli(rate * rate)).dup('c');
    double expected = DenseEigenpairs.of(left).values()[1];
    assertThat(condition.value()).isCloseTo(expected, within(1e-12));
    assertThat(condition.holds()).isEqualTo(rate < 0.5355250317);
    assertThat(condition.criticalLearningRate().orElseThrow())
        .isCloseTo(0.5355250317, within(1e-10));
  }

  private static Condition exactTheoremOne(double rate) {
    Objective problem = new WithJacobian(Quadratic.ofRows(ROWS), ROWS);
    try (NoiseAnalysis noise =
        NoiseAnalysis.of(
                problem,
                Nd4j.zeros(DataType.DOUBLE, 2),
                Preconditioner.identity(),
                plan(),
                new Random(1))
            .orElseThrow()) {
      return noise.theoremOne(rate, 1);
    }
  }

  private static AnalysisPlan plan() {
    return new AnalysisPlan(
        Tolerance.relative(1e-10, 1000), List.of(1, 2, 3), true, 100, 1, 200_000);
  }

  private static StabilityReport analyse(Momentum optimizer) {
    return analyse(optimizer, ROWS);
  }

  private static StabilityReport analyse(Momentum optimizer, double[][] rows) {
    return analyse(optimizer, OptionalDouble.of(optimizer.rate()), rows);
  }

  private static StabilityReport analyse(
      Optimizer optimizer, OptionalDouble learningRate, double[][] rows) {
    return analyse(new WithJacobian(Quadratic.ofRows(rows), rows), optimizer, learningRate);
  }

  private static StabilityReport analyse(
      Objective problem, Optimizer optimizer, OptionalDouble learningRate) {
    return Analyses.of(problem, Nd4j.zeros(DataType.DOUBLE, 2), plan(), optimizer, learningRate);
  }
}
