package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A verdict is about the rate in force at the state; the critical rate does not depend on it. */
class ScheduledRateTest {
  private static final double DIGITS = 2e-10;

  /** Its critical rate on the full batch is 1.1314829082, with batches of one 0.5760394922. */
  private static final Quadratic PROBLEM =
      Quadratic.ofRows(new double[] {1, 0}, new double[] {1, 1}, new double[] {0, 2});

  /** Halves every ten steps, from a rate that is too high by far. */
  private static final LearningRate RATE = new LearningRate(2, Schedule.step(0, 10, 0.5));

  private record ScheduledDescent(LearningRate rate, Sampling sampling) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return rate.start(State.empty());
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray next = objective.gradient(x).muli(-rate.at(state)).addi(x);
      return new StepResult(next, rate.advance(state));
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return Recurrence.gradientDescent(rate.at(state));
    }
  }

  @Test
  void theFullBatchVerdictIsThatOfTheRateInForce() {
    Optimizer optimizer = new ScheduledDescent(RATE, Sampling.fullBatch());
    StabilityReport before = analyse(optimizer, after(9));
    StabilityReport later = analyse(optimizer, after(10));
    assertThat(before.learningRate()).hasValue(2);
    assertThat(before.verdict()).isEqualTo(Verdict.ESCAPES);
    assertThat(later.learningRate()).hasValue(1);
    assertThat(later.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(later.state()).isEqualTo("the end of training");
    for (StabilityReport report : List.of(before, later)) {
      assertThat(report.criticalLearningRate().upper()).isCloseTo(1.1314829082, within(DIGITS));
    }
    assertThat(growthFactor(later)).isCloseTo(Math.abs(1 - 2 / 1.1314829082), within(1e-9));
  }

  @Test
  void soAreThoseOfMiniBatches() {
    Optimizer optimizer = new ScheduledDescent(RATE, Sampling.withoutReplacement(1));
    StabilityReport unstable = analyse(optimizer, after(19));
    StabilityReport stable = analyse(optimizer, after(20));
    assertThat(unstable.verdict()).isNotEqualTo(Verdict.STABLE);
    assertThat(stable.learningRate()).hasValue(0.5);
    assertThat(stable.verdict()).isEqualTo(Verdict.STABLE);
    assertThat(stable.criticalLearningRate().upper()).isGreaterThanOrEqualTo(0.5760394922 - DIGITS);
    assertThat(stable.criticalLearningRate()).isEqualTo(unstable.criticalLearningRate());
  }

  @Test
  void warmingUpCountsItsSteps() {
    Optimizer optimizer = new ScheduledDescent(RATE, Sampling.fullBatch());
    INDArray origin = Nd4j.zeros(DataType.DOUBLE, PROBLEM.dimension());
    try (LiveState live =
        LiveState.warmedUp(optimizer, PROBLEM, origin, 12, RandomStreams.of(1).stream("batches"))) {
      assertThat(live.state().scalar("iteration")).isEqualTo(12);
      assertThat(analyse(optimizer, live).learningRate()).hasValue(1);
    }
  }

  @Test
  void atARateOfZeroNothingIsClaimed() {
    LearningRate ending = new LearningRate(2, Schedule.cosine(0, 10, 0));
    StabilityReport report =
        analyse(new ScheduledDescent(ending, Sampling.withoutReplacement(1)), after(10));
    assertThat(report.learningRate()).hasValue(0);
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.reason()).contains("learning rate in force is 0");
    assertThat(report.conditions()).isEmpty();
  }

  private static LiveState after(int steps) {
    return LiveState.ofTraining(State.empty().with("iteration", steps));
  }

  private static double growthFactor(StabilityReport report) {
    return report.conditions().stream()
        .filter(condition -> condition.name().contains("growth factor"))
        .findFirst()
        .orElseThrow()
        .value();
  }

  private static StabilityReport analyse(Optimizer optimizer, LiveState live) {
    return StabilityAnalysisTest.analyse(PROBLEM, optimizer, live, OptionalDouble.of(2));
  }
}
