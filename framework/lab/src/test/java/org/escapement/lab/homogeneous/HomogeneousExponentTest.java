package org.escapement.lab.homogeneous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.homogeneous.HomogeneousExponent.Status;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.lab.statistics.AveragingPlan;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

class HomogeneousExponentTest {
  private static final double WANTED = 2e-3;
  private static final AveragingPlan PLAN =
      new AveragingPlan(WANTED, 300, 2000, Double.POSITIVE_INFINITY);

  /**
   * Curvatures spread evenly in logarithm over two orders of magnitude, or little more than one.
   */
  private static Quadratic spread(int dimension, double scale) {
    double[][] hessian = new double[dimension][dimension];
    for (int i = 0; i < dimension; i++) {
      double smallest = dimension == 6 ? 0.05 : 0.01;
      hessian[i][i] = scale * Math.pow(smallest, i / (dimension - 1.0));
    }
    return new Quadratic(hessian);
  }

  private static HomogeneousExponent measure(Optimizer optimizer, Quadratic problem) {
    return measure(optimizer, problem, DataType.DOUBLE);
  }

  private static HomogeneousExponent measure(
      Optimizer optimizer, Quadratic problem, DataType type) {
    try (Curvature curvature = problem.curvature(null)) {
      return HomogeneousExponent.of(
          optimizer,
          curvature,
          problem.examples(),
          problem.dimension(),
          type,
          PLAN,
          RandomStreams.of(1).stream("live"));
    }
  }

  static Stream<Arguments> problemsAndMemories() {
    List<Arguments> cases = new ArrayList<>();
    for (int dimension : new int[] {6, 20}) {
      for (int memory : new int[] {1, 4, 10, 30}) {
        cases.add(Arguments.of(dimension, memory));
      }
    }
    return cases.stream();
  }

  /** Negative up to η = 2, zero there, ln(η − 1) beyond; whatever the memory and the curvatures. */
  @ParameterizedTest(name = "dimension {0}, memory {1}")
  @MethodSource("problemsAndMemories")
  void fixedStepsOfLimitedMemoryAreLostAtTwo(int dimension, int memory) {
    for (double scale : new double[] {1, 1e4}) {
      Quadratic problem = spread(dimension, scale);
      for (double rate : new double[] {0.5, 1, 1.5}) {
        HomogeneousExponent below = measure(new TwoLoopRecursion(rate, memory), problem);
        assertThat(below.found()).as(below.refusal()).isTrue();
        assertThat(below.value()).as("rate %s: %s", rate, below).isLessThan(-0.05);
        assertThat(below.upper() < 0 || below.status() == Status.VANISHED)
            .as("rate %s: %s", rate, below)
            .isTrue();
      }
      HomogeneousExponent border = measure(new TwoLoopRecursion(2, memory), problem);
      assertThat(border.value()).isCloseTo(0, within(1e-7));
      assertThat(border.lower()).isNegative();
      assertThat(border.upper()).isPositive();
      for (double rate : new double[] {2.2, 3}) {
        HomogeneousExponent beyond = measure(new TwoLoopRecursion(rate, memory), problem);
        assertThat(beyond.status()).isEqualTo(Status.CONVERGED);
        assertThat(beyond.value()).isCloseTo(Math.log(rate - 1), within(1e-7));
        assertThat(beyond.value())
            .isCloseTo(Math.log(rate - 1), within(3 * beyond.standardError()));
      }
    }
  }

  /** In float two-loop products lose half of their digits, yet not the sign. */
  @Test
  void signsHoldInFloat() {
    Quadratic problem = spread(6, 1);
    assertThat(measure(new TwoLoopRecursion(1.5, 4), problem, DataType.FLOAT).upper()).isNegative();
    HomogeneousExponent beyond = measure(new TwoLoopRecursion(2.5, 4), problem, DataType.FLOAT);
    assertThat(beyond.value()).isCloseTo(Math.log(1.5), within(1e-3));
  }

  /** u' = βu + ηg, x' = x − u'. */
  private record HeavyBall(double rate, double beta) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty().with("velocity", x.ulike());
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray velocity = state.tensor("velocity").mul(beta).addi(objective.gradient(x).muli(rate));
      return new StepResult(x.sub(velocity), state.with("velocity", velocity));
    }

    double radius(double curvature) {
      return DeterministicEdge.spectralRadius(
          new Recurrence(
              new double[][] {{1, -beta}, {0, beta}},
              new double[] {rate, -rate},
              new double[] {1, 0},
              Preconditioner.identity(),
              rate),
          curvature);
    }
  }

  /** Real eigenvalues dominate at every one of these: the flattest direction's, the sharpest's. */
  @ParameterizedTest
  @CsvSource({"0.1, 0.2", "0.5, 0.2", "4, 0.5"})
  void linearStepsGrowByTheirSpectralRadius(double rate, double beta) {
    Quadratic problem = new Quadratic(new double[][] {{1, 0, 0}, {0, 0.5, 0}, {0, 0, 0.2}});
    HeavyBall heavyBall = new HeavyBall(rate, beta);
    double radius = Math.max(heavyBall.radius(1), heavyBall.radius(0.2));
    HomogeneousExponent exponent = measure(heavyBall, problem);
    assertThat(exponent.status()).isEqualTo(Status.CONVERGED);
    assertThat(exponent.value()).isCloseTo(Math.log(radius), within(1e-7));
  }

  /** Complex eigenvalues turn the point about zero: the mean needs steps, and tells its error. */
  @Test
  void rotationsAreAveraged() {
    HomogeneousExponent exponent = measure(new HeavyBall(0.1, 0.9), Quadratic.scalar(3));
    assertThat(exponent.value())
        .isCloseTo(Math.log(Math.sqrt(0.9)), within(3 * exponent.standardError()));
  }

  /** In one dimension λ = ½ Σ ln|1 − ηh_i|. */
  @Test
  void batchesAreDrawnAsTheOptimizerSays() {
    HomogeneousExponent exponent = measure(Descent.batches(0.5, 1), Quadratic.scalar(0.2, 1.2));
    double expected = (Math.log(0.9) + Math.log(0.4)) / 2;
    assertThat(exponent.standardError()).isPositive();
    assertThat(exponent.value()).isCloseTo(expected, within(3 * exponent.standardError()));
    assertThat(exponent.standardError()).isLessThan(0.02);
  }

  /** One step of η = 1/h leads to the minimum itself. */
  @Test
  void whatIsSentToZeroHasNoGrowth() {
    HomogeneousExponent exponent = measure(Descent.full(0.5), Quadratic.scalar(2));
    assertThat(exponent.value()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  /** A velocity leads out of the minimum again: at ηh = 1, |μ|² = β. */
  @Test
  void aPointAtZeroMayHaveMemory() {
    HomogeneousExponent exponent = measure(new HeavyBall(0.5, 0.5), Quadratic.scalar(2));
    assertThat(exponent.value())
        .isCloseTo(Math.log(Math.sqrt(0.5)), within(3 * exponent.standardError()));
  }

  /** Without memory, a change of the point from the gradient. */
  private record Memoryless(UnaryOperator<INDArray> update) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return new StepResult(x.sub(update.apply(objective.gradient(x))), state);
    }
  }

  /** With second moments, which are of degree two. */
  private record Adam() implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty().with("first", x.ulike()).with("second", x.ulike());
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray gradient = objective.gradient(x);
      INDArray first = state.tensor("first").mul(0.9).addi(gradient.mul(0.1));
      INDArray second = state.tensor("second").mul(0.99).addi(gradient.mul(gradient).muli(0.01));
      INDArray move = first.div(Transforms.sqrt(second, true).addi(1e-8)).muli(1e-3);
      return new StepResult(x.sub(move), state.with("first", first).with("second", second));
    }
  }

  @Test
  void stepsOfAnotherDegreeAreRefused() {
    assertRefused(new Memoryless(g -> Transforms.sign(g, true).muli(0.1)), "not homogeneous");
    assertRefused(
        new Memoryless(g -> g.div(g.norm2Number().doubleValue()).muli(0.1)), "not homogeneous");
    assertRefused(new Adam(), "not homogeneous");
    assertRefused(new Memoryless(g -> g.putScalar(0, Double.NaN)), "not finite");
  }

  /** Rounding brings in the direction that nothing moves, and it takes over. */
  @Test
  void directionsWithoutCurvatureAreNotTakenForGrowth() {
    double turn = Math.sqrt(0.5);
    Quadratic flat = Quadratic.ofRows(new double[] {turn, 0.3}, new double[] {turn, 0.3});
    HomogeneousExponent exponent = measure(Descent.full(0.5), flat);
    assertThat(exponent.status()).isEqualTo(Status.REFUSED);
    assertThat(exponent.refusal()).contains("without curvature");
  }

  @Test
  void noCurvatureMovesNothing() {
    assertThat(measure(Descent.full(0.5), Quadratic.scalar(0)).refusal()).contains("no curvature");
  }

  private static void assertRefused(Optimizer optimizer, String reason) {
    HomogeneousExponent exponent = measure(optimizer, spread(6, 1));
    assertThat(exponent.status()).isEqualTo(Status.REFUSED);
    assertThat(exponent.value()).isNaN();
    assertThat(exponent.refusal()).contains(reason);
  }
}
