package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.stream.Stream;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.FailedRules;
import org.escapement.testkit.Mutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Adaptive methods with one thing wrong: the contract must name it, and nothing that is right. */
class AdaptiveMutantsTest {
  static Stream<Mutant> mutants() {
    return Stream.of(
        Mutant.of(GrowsAsSquaresFall.class, "o20"),
        Mutant.of(DoesNotGrow.class, "o20"),
        Mutant.of(LimitIsThatOfTheSquares.class, "o20"),
        Mutant.of(LimitIsTwiceTooHigh.class, "o20"),
        Mutant.of(ConstantPace.class, "o20"),
        Mutant.of(InvertedDiagonal.class, "o18"));
  }

  @Test
  void theRightOnePasses() {
    assertThat(FailedRules.of(Adaptive.class)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theRightRulesFail(Mutant mutant) {
    assertThat(FailedRules.of(mutant.contract())).isEqualTo(mutant.failing());
  }

  static class GrowsAsSquaresFall extends Adaptive {
    @Override
    Preconditioner preconditioner(INDArray diagonal) {
      return Preconditioner.adaptive(diagonal, new AtRest(1 / BETA, 1 / EPSILON));
    }
  }

  static class DoesNotGrow extends Adaptive {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return objective instanceof VanishingGradient
          ? new StepResult(x.dup(), state)
          : super.step(x, state, objective);
    }
  }

  static class LimitIsThatOfTheSquares extends Adaptive {
    @Override
    Preconditioner preconditioner(INDArray diagonal) {
      return Preconditioner.adaptive(
          diagonal, new AtRest(1 / Math.sqrt(BETA), 1 / Math.sqrt(EPSILON)));
    }
  }

  /** Growth is right, so that only the long run tells. */
  static class LimitIsTwiceTooHigh extends Adaptive {
    @Override
    Preconditioner preconditioner(INDArray diagonal) {
      return Preconditioner.adaptive(diagonal, new AtRest(1 / Math.sqrt(BETA), 2 / EPSILON));
    }
  }

  /** Delegates all but one declaration. */
  private record Declaring(
      Preconditioner right, Preconditioner.Pace pace, Optional<INDArray> diagonal)
      implements Preconditioner {
    @Override
    public Optional<AtRest> atRest() {
      return right.atRest();
    }

    @Override
    public void apply(INDArray v, INDArray out) {
      right.apply(v, out);
    }
  }

  static class ConstantPace extends Adaptive {
    @Override
    Preconditioner preconditioner(INDArray diagonal) {
      return new Declaring(
          super.preconditioner(diagonal), Preconditioner.Pace.CONSTANT, Optional.of(diagonal));
    }
  }

  static class InvertedDiagonal extends Adaptive {
    @Override
    Preconditioner preconditioner(INDArray diagonal) {
      return new Declaring(
          super.preconditioner(diagonal), Preconditioner.Pace.SLOW, Optional.of(diagonal.rdiv(1)));
    }
  }
}
