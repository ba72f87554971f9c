package org.escapement.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorObjective;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.lab.Errors;
import org.escapement.lab.escape.Direction;
import org.escapement.lab.escape.EscapePlan;
import org.escapement.lab.escape.EscapeRecord;
import org.escapement.lab.escape.EscapeReport;
import org.escapement.lab.escape.EscapeSetting;
import org.escapement.lab.escape.EscapeTrial;
import org.escapement.lab.problem.Changed;
import org.escapement.lab.problem.SmallNetwork;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Steps where the loss is computed are those on arrays, and vectors stay there")
class DeviceStepsTest {
  private static final int STEPS = 40;

  private final SeparateMemory memory = new SeparateMemory();
  private final TensorObjective there = SmallNetwork.on(memory.compute());
  private final INDArray start = SmallNetwork.point();

  static Stream<Optimizer> optimizers() {
    return Stream.of(
        new Accelerated(0.3, Sampling.fullBatch()),
        new Accelerated(0.3, Sampling.withoutReplacement(4)),
        new Accelerated(0.3, Sampling.withReplacement(2)));
  }

  private BatchSampler sampler(Optimizer optimizer) {
    return new BatchSampler(
        optimizer.sampling(), SmallNetwork.EXAMPLES, RandomStreams.of(1).stream("batches"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void everyPointAndStateIsTheSame(Optimizer optimizer) {
    try (Trajectory device = Trajectory.from(optimizer, there, start, sampler(optimizer));
        Trajectory arrays = Trajectory.onArrays(optimizer, there, start, sampler(optimizer))) {
      for (int step = 0; step < STEPS; step++) {
        assertThat(Watched.of(device.point(), device.state()))
            .as("step %d", step)
            .isEqualTo(Watched.of(arrays.point(), arrays.state()));
        device.propose();
        arrays.propose();
        assertThat(device.lossFromProposal()).isEqualTo(arrays.lossFromProposal());
        assertThat(device.finite()).isTrue();
        Batch all = Batch.all(SmallNetwork.EXAMPLES);
        assertThat(device.loss(all)).isEqualTo(arrays.loss(all));
        assertThat(device.distance(start)).isEqualTo(arrays.distance(start));
        assertThat(Watched.of(device.point(), device.state()))
            .as("a proposal changes nothing yet")
            .isEqualTo(Watched.of(arrays.point(), arrays.state()));
        device.accept();
        arrays.accept();
        assertThat(device.iteration()).isEqualTo(step + 1);
      }
    }
    assertThat(start).isEqualTo(SmallNetwork.point());
  }

  /** What an escape run or a resumed one begins with. */
  @Test
  void aRunGoesOnFromItsStateAsIfItHadNeverStopped() {
    Optimizer optimizer = new Accelerated(0.3, Sampling.fullBatch());
    try (Trajectory whole = Trajectory.from(optimizer, there, start, sampler(optimizer))) {
      steps(whole, 5);
      try (Trajectory rest =
          new Trajectory(optimizer, there, whole.point(), whole.state(), sampler(optimizer))) {
        steps(whole, 5);
        steps(rest, 5);
        assertThat(Watched.of(rest.point(), rest.state()))
            .isEqualTo(Watched.of(whole.point(), whole.state()));
      }
    }
  }

  private static void steps(Trajectory trajectory, int count) {
    for (int step = 0; step < count; step++) {
      trajectory.propose();
      trajectory.accept();
    }
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void nothingCrossesOverAndNothingIsAllocatedBetweenSteps(Optimizer optimizer) {
    try (Trajectory trajectory = Trajectory.from(optimizer, there, start, sampler(optimizer))) {
      steps(trajectory, 3);
      long transfers = memory.transfers(1);
      int allocations = memory.allocations();
      steps(trajectory, STEPS);
      assertThat(memory.transfers(1)).isEqualTo(transfers);
      assertThat(memory.allocations()).isEqualTo(allocations);
      trajectory.point();
      trajectory.point();
      assertThat(memory.transfers(1)).as("one for the point").isEqualTo(transfers + 1);
    }
  }

  @Test
  void stepsOnArraysCrossOverTwiceEach() {
    Optimizer optimizer = new Accelerated(0.3, Sampling.fullBatch());
    try (Trajectory trajectory = Trajectory.onArrays(optimizer, there, start, sampler(optimizer))) {
      long transfers = memory.transfers(1);
      steps(trajectory, STEPS);
      assertThat(memory.transfers(1)).isEqualTo(transfers + 2 * STEPS);
    }
  }

  @Test
  void whereTensorsAreArraysStepsAreThoseOfTheOptimizerOnArrays() {
    Optimizer vectorsRefused =
        new Refusing(
            new IllegalStateException("no vectors here"),
            new Accelerated(0.3, Sampling.fullBatch()));
    TensorObjective here = SmallNetwork.on(Nd4jCompute.INSTANCE);
    try (Trajectory trajectory =
        Trajectory.from(vectorsRefused, here, start, sampler(vectorsRefused))) {
      steps(trajectory, 3);
      assertThat(trajectory.iteration()).isEqualTo(3);
    }
  }

  static Stream<Arguments> trainings() {
    Optimizer full = new Accelerated(0.3, Sampling.fullBatch());
    Optimizer batches = new Accelerated(0.2, Sampling.withoutReplacement(4));
    Optimizer steep = new Accelerated(40, Sampling.fullBatch());
    TrainingPlan budget = new TrainingPlan(0, 60, 0, 10);
    TrainingPlan target = new TrainingPlan(0.25, 500, 3, 50);
    return Stream.of(
        Arguments.of(full, budget, Double.NaN, StopReason.ITERATION_BUDGET),
        Arguments.of(batches, budget, Double.NaN, StopReason.ITERATION_BUDGET),
        Arguments.of(full, target, Double.NaN, StopReason.LOSS_REACHED),
        Arguments.of(batches, target, Double.NaN, StopReason.LOSS_REACHED),
        Arguments.of(steep, budget, Double.NaN, StopReason.DIVERGED),
        Arguments.of(full, budget, 0.5, StopReason.DIVERGED),
        Arguments.of(batches, budget, 0.5, StopReason.DIVERGED),
        Arguments.of(
            new Refusing(new EscapementException(ErrorCode.NON_FINITE, "lost"), null),
            budget,
            Double.NaN,
            StopReason.DIVERGED));
  }

  /** Points, states, losses, metrics and the reason to stop, of whatever kind. */
  @ParameterizedTest
  @MethodSource("trainings")
  void trainingIsTheSame(
      Optimizer optimizer, TrainingPlan plan, double brokenBelow, StopReason reason) {
    Objective objective = new BreaksBelow(there, brokenBelow);
    TrainingResult device = train(objective, optimizer, plan);
    TrainingResult arrays = train(SeparateMemory.plain(objective), onArrays(optimizer), plan);
    assertThat(device.stopReason()).isEqualTo(reason).isEqualTo(arrays.stopReason());
    assertThat(device.iterations()).isEqualTo(arrays.iterations());
    assertThat(Double.valueOf(device.loss())).isEqualTo(Double.valueOf(arrays.loss()));
    assertThat(device.metrics()).isEqualTo(arrays.metrics());
    assertThat(Watched.of(device.point(), device.state()))
        .isEqualTo(Watched.of(arrays.point(), arrays.state()));
  }

  /** One that refuses vectors refuses on arrays too, by the default of its interface. */
  private static Optimizer onArrays(Optimizer optimizer) {
    return optimizer instanceof Refusing refusing
        ? new Refusing(refusing.failure(), null)
        : optimizer;
  }

  private TrainingResult train(Objective objective, Optimizer optimizer, TrainingPlan plan) {
    return new TrainingLoop(objective, null, plan, metrics -> {})
        .run(
            optimizer,
            start,
            RandomStreams.of(1).stream("batches"),
            RandomStreams.of(1).stream("probes"));
  }

  @ParameterizedTest
  @MethodSource("optimizers")
  void whatCrossesOverInTrainingIsWhatIsMeasured(Optimizer optimizer) {
    long first = memory.transfers(start.length());
    train(there, optimizer, new TrainingPlan(0, 50, 1, 1000));
    long second = memory.transfers(start.length());
    train(there, optimizer, new TrainingPlan(0, 100, 1, 1000));
    assertThat(memory.transfers(start.length()) - second)
        .as("twice as many steps, as many measurements")
        .isEqualTo(second - first);
  }

  @Test
  void escapeRunsAreTheSame() {
    Optimizer optimizer = new Accelerated(4, Sampling.withoutReplacement(2));
    List<EscapeRecord> records = new ArrayList<>();
    List<EscapeRecord> expected = new ArrayList<>();
    EscapeReport device = escape(there, optimizer, records);
    EscapeReport arrays = escape(SeparateMemory.plain(there), optimizer, expected);
    assertThat(device).usingRecursiveComparison().isEqualTo(arrays);
    assertThat(records).isNotEmpty().isEqualTo(expected);
  }

  private EscapeReport escape(
      Objective objective, Optimizer optimizer, List<EscapeRecord> records) {
    EscapePlan plan = new EscapePlan(1e-3, Direction.RANDOM, 3, 20, 0.5, 5, false);
    return new EscapeTrial(
            new EscapeSetting(objective, null, start, null, Map.of(), RandomStreams.of(1)),
            plan,
            records::addAll,
            () -> {})
        .run(optimizer);
  }

  @Test
  void vectorsOfAnotherStepAreTheOptimizersFault() {
    Keeping keeping = new Keeping();
    try (Trajectory trajectory = Trajectory.from(keeping, there, start, sampler(keeping))) {
      steps(trajectory, 1);
      Errors.assertFails(ErrorCode.PLUGIN_CONTRACT, trajectory::propose)
          .contains("a point that is none of the vectors of this step");
    }
  }

  /** Such writes would change what was measured before, without a word. */
  @ParameterizedTest
  @CsvSource({
    "the point, true", "the point, false",
    "the state, true", "the state, false",
    "an earlier vector, true", "an earlier vector, false"
  })
  void whatIsNotTheStepsOwnIsNotWritten(String target, boolean onDevice) {
    Writing writing = new Writing(target);
    Objective objective = onDevice ? there : SmallNetwork.on(Nd4jCompute.INSTANCE);
    try (Trajectory trajectory = Trajectory.from(writing, objective, start, sampler(writing))) {
      if (target.equals("an earlier vector")) {
        steps(trajectory, 1);
      }
      Map<String, String> before = Watched.of(trajectory.point(), trajectory.state());
      for (int way = 0; way < 2; way++) {
        Errors.assertFails(ErrorCode.PLUGIN_CONTRACT, trajectory::propose)
            .isEqualTo(
                "step writes a vector that is not its own, must be one that vector() or gradient()"
                    + " gave in the same step");
      }
      assertThat(Watched.of(trajectory.point(), trajectory.state())).isEqualTo(before);
    }
  }

  /** On arrays fresh memory costs more than the arithmetic on it, too. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void vectorsThatAStepDoesNotReturnAreUsedAgain(boolean onDevice) {
    Writing taking = new Writing("nothing");
    Objective objective = onDevice ? there : SmallNetwork.on(Nd4jCompute.INSTANCE);
    try (Trajectory trajectory = Trajectory.from(taking, objective, start, sampler(taking))) {
      steps(trajectory, STEPS);
    }
    assertThat(taking.taken).hasSizeBetween(3, 6);
  }

  @Test
  void aStateOfOtherShapesIsTheOptimizersFault() {
    Optimizer optimizer = new Refusing(null, null);
    State wrong = State.empty().with("history", Nd4j.zeros(DataType.DOUBLE, 2, start.length()));
    Errors.assertFails(
            ErrorCode.PLUGIN_CONTRACT,
            () -> new Trajectory(optimizer, there, start, wrong, sampler(optimizer)))
        .contains("'history' of shape [2, 26] and type DOUBLE, must be [26] and DOUBLE");
  }

  /** Fails on vectors, and steps on arrays as another does, if there is one. */
  private record Refusing(RuntimeException failure, Optimizer other) implements VectorOptimizer {
    @Override
    public State init(INDArray x) {
      return other == null ? State.empty() : other.init(x);
    }

    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      throw failure;
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return other == null
          ? VectorOptimizer.super.step(x, state, objective)
          : other.step(x, state, objective);
    }
  }

  /** Returns in the second step a vector of the first, which was not kept. */
  private static final class Keeping implements VectorOptimizer {
    private Object kept;

    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      if (kept != null) {
        return new Result<>((V) kept, state);
      }
      kept = vectors.vector();
      return new Result<>(objective.gradient(x), state);
    }
  }

  /** Takes three vectors in each step, and writes what it should not in either operation. */
  private static final class Writing implements VectorOptimizer {
    private final String target;
    private final Set<Object> taken = Collections.newSetFromMap(new IdentityHashMap<>());
    private Object kept;
    private int steps;

    Writing(String target) {
      this.target = target;
    }

    @Override
    public State init(INDArray x) {
      return State.empty().with("velocity", x.like());
    }

    @Override
    @SuppressWarnings("unchecked")
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      V gradient = objective.gradient(x);
      V velocity = vectors.add(gradient, 0.5, state.tensor("velocity"), vectors.vector());
      V scratch = vectors.scale(0.1, velocity, vectors.vector());
      taken.addAll(List.of(gradient, velocity, scratch));
      V wrong =
          switch (target) {
            case "the point" -> x;
            case "the state" -> state.tensor("velocity");
            default -> (V) kept; // null in the first step
          };
      if (wrong != null && steps++ % 2 == 0) {
        vectors.scale(2, gradient, wrong);
      } else if (wrong != null) {
        vectors.add(gradient, 2, velocity, wrong);
      }
      if (target.equals("an earlier vector")) {
        kept = gradient;
        for (int i = 0; i < 6; i++) {
          vectors.vector(); // lent again before the one that was kept
        }
      }
      return new Result<>(vectors.add(x, -0.1, scratch, scratch), state.with("velocity", velocity));
    }
  }

  /** A loss whose gradient has an entry NaN where the loss is below a limit. */
  private record BreaksBelow(TensorObjective objective, double limit)
      implements TensorObjective, Changed {
    @Override
    public Compute compute() {
      return objective.compute();
    }

    @Override
    public double loss(Tensor x, Batch batch) {
      return objective.loss(x, batch);
    }

    @Override
    public double gradient(Tensor x, Batch batch, Tensor out) {
      double loss = objective.gradient(x, batch, out);
      if (loss < limit) {
        compute().fill(out.columns(1, 2), Double.NaN);
      }
      return loss;
    }
  }
}
