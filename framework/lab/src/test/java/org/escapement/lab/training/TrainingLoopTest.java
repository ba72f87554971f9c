package org.escapement.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Errors;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrainingLoopTest {
  private static final Quadratic PROBLEM =
      Quadratic.ofRows(new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 2});

  private final INDArray start = Nd4j.createFromArray(1.0, -0.7);

  @ParameterizedTest
  @CsvSource({"3, 0", "1, 1", "2, 1", "1, 7"})
  void lossReachedReturnsThePointWhoseLossMetTheTarget(int batchSize, long evaluateEvery) {
    double target = 1e-6;
    Optimizer optimizer = Descent.batches(0.3, batchSize);
    TrainingResult result =
        train(PROBLEM, optimizer, new TrainingPlan(target, 5000, evaluateEvery, 0));
    assertThat(result.stopReason()).isEqualTo(StopReason.LOSS_REACHED);
    assertThat(PROBLEM.loss(result.point(), Batch.all(3)))
        .isEqualTo(result.loss())
        .isLessThanOrEqualTo(target);
    INDArray x = start;
    BatchSampler sampler = new BatchSampler(optimizer.sampling(), 3, batches());
    for (int step = 0; step < result.iterations(); step++) {
      if (step % Math.max(1, evaluateEvery) == 0) {
        assertThat(PROBLEM.loss(x, Batch.all(3))).as("step %d", step).isGreaterThan(target);
      }
      x = optimizer.step(x, result.state(), PROBLEM.on(sampler.next())).point();
    }
    assertThat(result.point()).isEqualTo(x);
    assertThat(result.point().toDoubleVector()).containsExactly(x.toDoubleVector());
  }

  @Test
  void startThatMeetsTheTargetIsReturnedAsItIs() {
    TrainingResult result = train(PROBLEM, Descent.full(0.3), new TrainingPlan(100, 50, 0, 0));
    assertThat(result.stopReason()).isEqualTo(StopReason.LOSS_REACHED);
    assertThat(result.iterations()).isZero();
    assertThat(result.point().toDoubleVector()).containsExactly(1.0, -0.7);
  }

  @ParameterizedTest
  @CsvSource({"3, 0", "3, 1", "3, 25", "1, 25"})
  void budgetEndsAfterExactlyThatManySteps(int batchSize, long budget) {
    TrainingResult result =
        train(PROBLEM, Descent.batches(0.1, batchSize), new TrainingPlan(0, budget, 0, 0));
    assertThat(result.stopReason()).isEqualTo(StopReason.ITERATION_BUDGET);
    assertThat(result.iterations()).isEqualTo(budget);
    assertThat(result.loss()).isEqualTo(PROBLEM.loss(result.point(), Batch.all(3)));
    List<TrainingMetrics> metrics = result.metrics();
    assertThat(metrics.get(metrics.size() - 1).iteration()).isEqualTo(budget);
    assertThat(metrics.get(0).iteration()).isZero();
  }

  @Test
  void growthBeyondBoundsIsDivergence() {
    TrainingResult result = train(PROBLEM, Descent.full(3), new TrainingPlan(0, 5000, 0, 0));
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    double first = PROBLEM.loss(start, Batch.all(3));
    assertThat(result.loss()).isGreaterThan(TrainingLoop.DIVERGENCE_FACTOR * first).isFinite();
    List<TrainingMetrics> metrics = result.metrics();
    assertThat(metrics.get(metrics.size() - 2).loss())
        .as("noticed at once")
        .isLessThanOrEqualTo(TrainingLoop.DIVERGENCE_FACTOR * first);
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void lossThatIsNotFiniteIsDivergenceAndKept(double loss) {
    for (int batchSize : new int[] {1, 3}) {
      TrainingResult result =
          train(
              new BreaksBelow(0.5, loss),
              Descent.batches(0.1, batchSize),
              new TrainingPlan(0, 500, 1, 0));
      assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
      assertThat(result.loss()).isEqualTo(Double.valueOf(loss));
      assertThat(result.point().getDouble(0)).as("where it broke").isLessThan(0.5);
      assertThat(result.iterations()).isPositive();
    }
  }

  /** A single example's loss is enough: the step after it would be lost. */
  @Test
  void batchLossThatIsNotFiniteStopsBetweenEvaluations() {
    TrainingResult result =
        train(
            new BreaksBelow(0.5, Double.NaN),
            Descent.batches(0.1, 1),
            new TrainingPlan(0, 500, 400, 0));
    assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
    assertThat(result.iterations()).isLessThan(100);
  }

  /**
   * The loss stays finite, so that only the gradient tells; a step that hides it changes nothing.
   */
  @ParameterizedTest
  @MethodSource("waysWithBrokenGradients")
  void gradientThatIsNotFiniteIsDivergenceWhateverTheStepMakesOfIt(Optimizer optimizer) {
    for (double entry : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      TrainingResult result =
          train(new BreaksBelow(0.5, entry, true), optimizer, new TrainingPlan(0, 500, 400, 0));
      assertThat(result.stopReason()).isEqualTo(StopReason.DIVERGED);
      assertThat(result.point().getDouble(0)).as("where it broke").isLessThan(0.5);
      assertThat(result.iterations()).isBetween(1L, 100L);
      assertThat(result.loss())
          .as("as it is")
          .isEqualTo(PROBLEM.loss(result.point(), Batch.all(3)));
    }
  }

  static Stream<Optimizer> waysWithBrokenGradients() {
    return Stream.of(
        Descent.full(0.1),
        Descent.batches(0.1, 1),
        new Guarded(
            gradient -> {
              throw new EscapementException(ErrorCode.NON_FINITE, "refused");
            }),
        new Guarded(gradient -> gradient.assign(0)));
  }

  @Test
  void otherFailuresOfTheStepAreNoDivergence() {
    Optimizer failing =
        new Guarded(
            gradient -> {
              throw new EscapementException(ErrorCode.PLUGIN_CONTRACT, "broken");
            });
    Errors.assertFails(
            ErrorCode.PLUGIN_CONTRACT,
            () ->
                train(
                    new BreaksBelow(0.5, Double.NaN, true),
                    failing,
                    new TrainingPlan(0, 500, 0, 0)))
        .contains("broken");
  }

  @Test
  void sameStreamsGiveTheSameRun() {
    TrainingPlan plan = new TrainingPlan(0, 200, 0, 0);
    TrainingResult first = train(PROBLEM, Descent.batches(0.2, 1), plan);
    TrainingResult second = train(PROBLEM, Descent.batches(0.2, 1), plan);
    assertThat(second.point().toDoubleVector()).containsExactly(first.point().toDoubleVector());
    assertThat(second.metrics()).isEqualTo(first.metrics());
  }

  @Test
  void listenerHearsWhatTheResultHolds() {
    List<TrainingMetrics> heard = new ArrayList<>();
    TrainingResult result =
        new TrainingLoop(PROBLEM, null, new TrainingPlan(1e-3, 500, 0, 0), heard::add)
            .run(Descent.full(0.3), start, batches(), probes());
    assertThat(heard).isEqualTo(result.metrics());
    double sharpness = heard.get(0).sharpness().orElseThrow();
    assertThat(sharpness).isBetween(0.99 * 2 / 1.1314829082, 1.01 * 2 / 1.1314829082);
    assertThat(heard.get(0).preconditionedSharpness()).hasValue(sharpness);
    assertThat(heard.get(0).edge()).hasValue(2 / 0.3);
  }

  /** As at the end of a cosine schedule. */
  @Test
  void stepsThatLeadNowhereHaveNoEdge() {
    TrainingResult result = train(PROBLEM, Descent.full(0), new TrainingPlan(0, 3, 0, 0));
    TrainingMetrics end = result.metrics().get(result.metrics().size() - 1);
    assertThat(end.sharpness()).isPresent();
    assertThat(end.preconditionedSharpness()).isEqualTo(end.sharpness());
    assertThat(end.edge()).isEmpty();
    assertThat(end.shareOfEdge()).isEmpty();
  }

  /** What did not converge is not told, and spoils no later measurement. */
  @Test
  void aPreconditionedSharpnessThatDidNotConvergeIsLeftOut() {
    AtomicInteger asked = new AtomicInteger();
    Optimizer optimizer =
        new Linearized(
            () -> {
              double entry = asked.getAndIncrement() == 0 ? Double.NaN : 2;
              INDArray diagonal = Nd4j.createFromArray(entry, entry);
              return Recurrence.preconditioned(0.3, Preconditioner.diagonal(diagonal, Pace.SLOW));
            });
    List<TrainingMetrics> metrics =
        train(PROBLEM, optimizer, new TrainingPlan(0, 2, 1, 1)).metrics();
    double sharpness = metrics.get(0).sharpness().orElseThrow();
    assertThat(metrics.get(0).preconditionedSharpness()).isEmpty();
    assertThat(metrics.get(0).edge()).hasValue(2 / 0.3);
    assertThat(metrics.get(0).shareOfEdge()).isEmpty();
    assertThat(metrics.get(1).preconditionedSharpness().orElseThrow())
        .isBetween(1.98 * sharpness, 2.02 * sharpness);
  }

  @Test
  void whoFailsToLinearizeTrainsWithoutAnEdge() {
    EscapementException failure = new EscapementException(ErrorCode.PLUGIN_CONTRACT, "broken");
    List<EscapementException> heard = new ArrayList<>();
    TrainingListener listener =
        new TrainingListener() {
          @Override
          public void evaluated(TrainingMetrics metrics) {}

          @Override
          public void edgeUnknown(EscapementException broken) {
            heard.add(broken);
          }
        };
    Optimizer optimizer =
        new Linearized(
            () -> {
              throw failure;
            });
    TrainingResult result =
        new TrainingLoop(PROBLEM, null, new TrainingPlan(1e-3, 500, 1, 1), listener)
            .run(optimizer, start, batches(), probes());
    assertThat(result.stopReason()).isEqualTo(StopReason.LOSS_REACHED);
    assertThat(heard).containsExactly(failure);
    assertThat(result.metrics())
        .allSatisfy(
            row -> {
              assertThat(row.sharpness()).isPresent();
              assertThat(row.edge()).isEmpty();
            });
  }

  /** Gradient descent with another linearization. */
  private record Linearized(Supplier<Linearization> linearization) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return Descent.full(0.3).step(x, state, objective);
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return linearization.get();
    }
  }

  private TrainingResult train(Objective objective, Optimizer optimizer, TrainingPlan plan) {
    return new TrainingLoop(objective, null, plan, metrics -> {})
        .run(optimizer, start, batches(), probes());
  }

  private static RandomGenerator batches() {
    return RandomStreams.of(1).stream("batches");
  }

  private static RandomGenerator probes() {
    return RandomStreams.of(1).stream("probes");
  }

  /**
   * {@link #PROBLEM}, but where the first coordinate falls below a limit its loss breaks, or its
   * gradient alone.
   */
  private record BreaksBelow(double limit, double broken, boolean gradientAlone)
      implements Objective {
    BreaksBelow(double limit, double broken) {
      this(limit, broken, false);
    }

    @Override
    public int examples() {
      return PROBLEM.examples();
    }

    @Override
    public long dimension() {
      return PROBLEM.dimension();
    }

    @Override
    public DataType precision() {
      return PROBLEM.precision();
    }

    @Override
    public String lossConvention() {
      return PROBLEM.lossConvention();
    }

    private boolean breaks(INDArray x) {
      return x.getDouble(0) < limit;
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      return breaks(x) && !gradientAlone ? broken : PROBLEM.loss(x, batch);
    }

    @Override
    public double gradient(INDArray x, Batch batch, INDArray out) {
      PROBLEM.gradient(x, batch, out);
      if (breaks(x) && gradientAlone) {
        out.putScalar(1, broken);
      }
      return loss(x, batch);
    }
  }

  /** Gradient steps that do something of their own with a gradient that is not finite. */
  private record Guarded(Consumer<INDArray> response) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray gradient = objective.gradient(x);
      if (!Double.isFinite(gradient.getDouble(1))) {
        response.accept(gradient);
      }
      return new StepResult(gradient.muli(-0.1).addi(x), state);
    }
  }
}
