package org.escapement.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Errors;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class TrajectoryTest {
  private static final int STEPS = 120;

  static Stream<Arguments> optimizers() {
    Optimizer onVectors = new Accelerated(0.1, Sampling.withoutReplacement(2));
    return Stream.of(new Hoarder(), onVectors)
        .flatMap(
            optimizer ->
                LongStream.rangeClosed(1, 3).mapToObj(seed -> Arguments.of(optimizer, seed)));
  }

  /** Arrays are reused; a naive loop takes new ones everywhere and must see the same numbers. */
  @ParameterizedTest
  @MethodSource("optimizers")
  void reuseOfBuffersNeverShows(Optimizer optimizer, long seed) {
    Quadratic problem = problem(seed);
    INDArray start = Nd4j.createFromArray(new Random(seed).doubles(4, -1, 1).toArray());
    INDArray x = start.dup();
    State state = optimizer.init(x);
    BatchSampler naive = sampler(optimizer, seed);
    try (Trajectory trajectory =
        Trajectory.from(optimizer, problem, start, sampler(optimizer, seed))) {
      for (int step = 0; step < STEPS; step++) {
        Map<String, String> expected = Watched.of(x, state);
        assertThat(Watched.of(trajectory.point(), trajectory.state())).isEqualTo(expected);
        trajectory.propose();
        assertThat(Watched.of(trajectory.point(), trajectory.state()))
            .as("a proposal changes nothing yet")
            .isEqualTo(expected);
        trajectory.accept();
        StepResult next = optimizer.step(x, state, problem.on(naive.next()));
        x = next.point().dup();
        state = next.state().copy();
        assertThat(trajectory.iteration()).isEqualTo(step + 1);
      }
    }
    assertThat(start).isEqualTo(Nd4j.createFromArray(new Random(seed).doubles(4, -1, 1).toArray()));
  }

  @Test
  void startAndStateAreCopied() {
    Quadratic problem = problem(1);
    Optimizer optimizer = new Hoarder();
    INDArray start = Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0);
    State state = optimizer.init(start);
    Map<String, String> before = Watched.of(start, state);
    try (Trajectory trajectory =
        new Trajectory(optimizer, problem, start, state, sampler(optimizer, 1))) {
      for (int step = 0; step < 10; step++) {
        trajectory.propose();
        trajectory.accept();
      }
    }
    assertThat(Watched.of(start, state)).isEqualTo(before);
  }

  @Test
  void lossOfTheProposalIsThatOfTheFullBatchAtThePoint() {
    Quadratic problem = problem(1);
    INDArray start = Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0);
    Optimizer full = Descent.full(0.1);
    try (Trajectory trajectory = Trajectory.from(full, problem, start, sampler(full, 1))) {
      trajectory.propose();
      assertThat(trajectory.lossFromProposal()).hasValue(problem.loss(start, Batch.all(5)));
    }
    Optimizer noisy = Descent.batches(0.1, 2);
    try (Trajectory trajectory = Trajectory.from(noisy, problem, start, sampler(noisy, 1))) {
      trajectory.propose();
      assertThat(trajectory.lossFromProposal()).isEmpty();
    }
    try (Trajectory trajectory =
        Trajectory.from(new LooksElsewhere(), problem, start, sampler(full, 1))) {
      trajectory.propose();
      assertThat(trajectory.lossFromProposal()).as("the loss elsewhere is not it").isEmpty();
    }
  }

  @Test
  void pointOfAnotherShapeIsTheOptimizersFault() {
    Quadratic problem = problem(1);
    INDArray start = Nd4j.createFromArray(1.0, 2.0, 3.0, 4.0);
    Optimizer wrong = new WrongShape();
    try (Trajectory trajectory = Trajectory.from(wrong, problem, start, sampler(wrong, 1))) {
      Errors.assertFails(ErrorCode.PLUGIN_CONTRACT, trajectory::propose).contains("[1, 4]", "[4]");
    }
  }

  private static BatchSampler sampler(Optimizer optimizer, long seed) {
    return new BatchSampler(optimizer.sampling(), 5, RandomStreams.of(seed).stream("batches"));
  }

  private static Quadratic problem(long seed) {
    Random random = new Random(100 + seed);
    double[][] rows = new double[5][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = random.doubles(4, -1, 1).toArray();
    }
    return Quadratic.ofRows(rows);
  }

  /** Without memory, on the full batch. */
  private abstract static class Bare implements Optimizer {
    @Override
    public Sampling sampling() {
      return Sampling.fullBatch();
    }

    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return Linearization.numerical();
    }
  }

  private static final class WrongShape extends Bare {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return new StepResult(x.reshape('c', 1, x.length()), state);
    }
  }

  private static final class LooksElsewhere extends Bare {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return new StepResult(objective.gradient(x.mul(2)), state);
    }
  }
}
