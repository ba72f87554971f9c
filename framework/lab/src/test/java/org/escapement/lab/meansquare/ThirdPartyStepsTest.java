package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.identification.IdentifiedRecurrence;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Steps that tell nothing of themselves have the thresholds of what their author would derive. */
class ThirdPartyStepsTest {
  private static final double RATE = 0.1;
  private static final double PULL = 0.3;
  private static final double MIX = 0.6;
  private static final INDArray POINT = Nd4j.createFromArray(0.3, -1.2, 0.7, 2, -0.1);
  private static final Tolerance TIGHT = Tolerance.relative(1e-9, 3000);

  /** Gradients no longer than 1. */
  private static final Optimizer CLIPPED_BY_LENGTH =
      new Memoryless() {
        @Override
        public StepResult step(INDArray x, State state, BatchObjective objective) {
          INDArray gradient = objective.gradient(x);
          double clip = Math.max(1, gradient.norm2Number().doubleValue());
          return new StepResult(gradient.muli(-RATE / clip).addi(x), state);
        }
      };

  /** No entry of a gradient beyond 1. */
  private static final Optimizer CLIPPED_BY_ENTRY =
      new Memoryless() {
        @Override
        public StepResult step(INDArray x, State state, BatchObjective objective) {
          INDArray gradient =
              Transforms.max(Transforms.min(objective.gradient(x), 1, true), -1, true);
          return new StepResult(gradient.muli(-RATE).addi(x), state);
        }
      };

  /** θ' = x − ηg, φ' = φ + α(θ' − φ), x' = θ' + γ(φ' − θ'). */
  static final Optimizer LOOK_AHEAD =
      new Optimizer() {
        @Override
        public State init(INDArray x) {
          return State.empty().with("slow", x.dup());
        }

        @Override
        public StepResult step(INDArray x, State state, BatchObjective objective) {
          INDArray fast = objective.gradient(x).muli(-RATE).addi(x);
          INDArray slow = state.tensor("slow").mul(1 - PULL).addi(fast.mul(PULL));
          return new StepResult(fast.mul(1 - MIX).addi(slow.mul(MIX)), state.with("slow", slow));
        }
      };

  private abstract static class Memoryless implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }
  }

  static Stream<Arguments> methods() {
    double kept = 1 - MIX + MIX * PULL; // of the fast step in the next point
    Recurrence lookAhead =
        Recurrences.recurrence(
            RATE,
            new double[][] {{kept, 1 - kept}, {PULL, 1 - PULL}},
            new double[] {RATE * kept, RATE * PULL},
            new double[] {1, 0});
    return Stream.of(
        Arguments.of("clipped by length", CLIPPED_BY_LENGTH, Recurrences.plain(RATE)),
        Arguments.of("clipped by entry", CLIPPED_BY_ENTRY, Recurrences.plain(RATE)),
        Arguments.of("look-ahead", LOOK_AHEAD, lookAhead));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("methods")
  void foundAndDerivedRecurrencesHaveTheSameThresholds(
      String name, Optimizer optimizer, Recurrence derived) {
    Recurrence found =
        IdentifiedRecurrence.of(optimizer, POINT, optimizer.init(POINT), 2, RATE)
            .found()
            .orElseThrow();
    assertThat(found.order()).isEqualTo(derived.order());
    double edge = DeterministicEdge.of(derived);
    assertThat(DeterministicEdge.of(found)).isCloseTo(edge, within(1e-6 * edge));
    for (double curvature = 0.5; curvature < 2 * edge; curvature *= 1.7) {
      assertThat(DeterministicEdge.spectralRadius(found, curvature))
          .isCloseTo(DeterministicEdge.spectralRadius(derived, curvature), within(1e-6));
    }
    for (Minimum minimum : new Minimum[] {Minimum.B, Minimum.C}) {
      try (ReducedCurvature curvature = minimum.reduced();
          MeanSquareStability stability = new MeanSquareStability(curvature, TIGHT)) {
        for (int batch = 1; batch <= minimum.examples(); batch++) {
          double p = Sampling.withoutReplacement(batch).varianceFactor(minimum.examples());
          Bounds expected = stability.criticalLearningRate(derived, p);
          Bounds actual = stability.criticalLearningRate(found, p);
          assertThat(actual.lower()).isCloseTo(expected.lower(), within(1e-6 * expected.lower()));
          assertThat(actual.upper()).isCloseTo(expected.upper(), within(1e-6 * expected.upper()));
        }
      }
    }
  }
}
