package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.option.Option;
import org.escapement.testkit.FailedRules;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Optimizers with one thing wrong: the contract must name it, and nothing that is right. */
class MutantsTest {
  static Stream<Arguments> mutants() {
    return Stream.of(
        Arguments.of(BadName.class, Set.of("o01")),
        Arguments.of(UndescribedOption.class, Set.of("o02")),
        Arguments.of(BrokenDefault.class, Set.of("o03")),
        Arguments.of(AcceptsNegativeRates.class, Set.of("o04")),
        Arguments.of(WritesPoint.class, Set.of("o06", "o07", "o19")),
        Arguments.of(WritesOldVelocity.class, Set.of("o06", "o07", "o17", "o19")),
        Arguments.of(HiddenVelocity.class, Set.of("o07", "o12", "o13", "o17", "o19")),
        Arguments.of(DoubleAlways.class, Set.of("o08")),
        Arguments.of(CoarseInFloat.class, Set.of("o09")),
        Arguments.of(Decays.class, Set.of("o10", "o17", "o19")),
        Arguments.of(DeclaresUnrest.class, Set.of("o10")),
        Arguments.of(SwallowsNaN.class, Set.of("o11")),
        Arguments.of(InitKeepsPoint.class, Set.of("o14")),
        Arguments.of(StateViewsPoint.class, Set.of("o15")),
        Arguments.of(PointViewsVelocity.class, Set.of("o15")),
        Arguments.of(LinearizesByWriting.class, Set.of("o16")),
        Arguments.of(DeclaresNoLinearPart.class, Set.of("o16")),
        Arguments.of(WrongRate.class, Set.of("o17", "o19")),
        Arguments.of(WrongMemory.class, Set.of("o17", "o19")),
        Arguments.of(WrongPreconditioner.class, Set.of("o17", "o18")));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theRightRulesFail(Class<?> mutant, Set<String> rules) {
    assertThat(FailedRules.of(mutant)).isEqualTo(new TreeSet<>(rules));
  }

  /** A mutant is a heavy ball with one thing wrong. */
  abstract static class Mutant extends HeavyBall implements OptimizerContract {
    Mutant() {
      super(0.5);
    }

    @Override
    public OptimizerFactory<?> factory() {
      return new TestFactory("mutant", rate -> this);
    }

    @Override
    public Record options() {
      return new TestFactory.Options(rate);
    }
  }

  static class BadName extends Mutant {
    @Override
    public OptimizerFactory<?> factory() {
      return new TestFactory("Heavy Ball", rate -> this);
    }
  }

  /** A factory with other options. */
  record Other<O extends Record>(Class<O> options) implements OptimizerFactory<O> {
    @Override
    public String name() {
      return "mutant";
    }

    @Override
    public String description() {
      return "for tests";
    }

    @Override
    public Optimizer create(O options) {
      return new HeavyBall(0.5);
    }
  }

  record Undescribed(@Option(value = "1", description = " ") double scale) {}

  static class UndescribedOption extends Mutant {
    @Override
    public OptimizerFactory<?> factory() {
      return new Other<>(Undescribed.class);
    }

    @Override
    public Record options() {
      return new Undescribed(1);
    }
  }

  record Unreadable(@Option(value = "one", description = "scale") double scale) {}

  static class BrokenDefault extends Mutant {
    @Override
    public OptimizerFactory<?> factory() {
      return new Other<>(Unreadable.class);
    }

    @Override
    public Record options() {
      return new Unreadable(1);
    }
  }

  record Unbounded(@Option(value = "0.5", description = "step size eta") double learningRate) {}

  static class AcceptsNegativeRates extends Mutant {
    @Override
    public OptimizerFactory<?> factory() {
      return new Other<>(Unbounded.class);
    }

    @Override
    public Record options() {
      return new Unbounded(0.5);
    }
  }

  static class WritesPoint extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      x.assign(right.point());
      return right;
    }
  }

  static class WritesOldVelocity extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      state.tensor(VELOCITY).muli(BETA);
      return right;
    }
  }

  static class HiddenVelocity extends Mutant {
    private INDArray velocity;

    @Override
    public State init(INDArray x) {
      velocity = x.ulike().assign(0);
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      velocity = objective.gradient(x).muli(rate).addi(velocity.mul(BETA));
      return new StepResult(x.sub(velocity), state);
    }
  }

  static class DoubleAlways extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      return new StepResult(right.point().castTo(DataType.DOUBLE), right.state());
    }
  }

  static class CoarseInFloat extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      if (x.dataType() == DataType.FLOAT) {
        right.point().muli(1.01);
      }
      return right;
    }
  }

  static class Decays extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      right.point().muli(0.9);
      return right;
    }
  }

  static class DeclaresUnrest extends Mutant {
    @Override
    public Set<Behaviour> behaviours() {
      return EnumSet.complementOf(EnumSet.of(Behaviour.RESTS_AT_ZERO_GRADIENT));
    }
  }

  static class SwallowsNaN extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      for (int i = 0; i < x.length(); i++) {
        if (!Double.isFinite(right.point().getDouble(i))) {
          right.point().putScalar(i, 0);
        }
      }
      return right;
    }
  }

  static class InitKeepsPoint extends Mutant {
    @Override
    public State init(INDArray x) {
      return super.init(x).with("start", x);
    }
  }

  static class StateViewsPoint extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      INDArray view = x.reshape('c', 1, x.length());
      return new StepResult(right.point(), right.state().with("previous", view));
    }
  }

  static class PointViewsVelocity extends Mutant {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      INDArray both = Nd4j.create(x.dataType(), 2, x.length());
      both.getRow(0).assign(right.point());
      both.getRow(1).assign(right.state().tensor(VELOCITY));
      return new StepResult(both.getRow(0), right.state().with("both", both));
    }
  }

  static class LinearizesByWriting extends Mutant {
    @Override
    public Linearization linearize(INDArray x, State state) {
      x.addi(1);
      return super.linearize(x, state);
    }
  }

  static class DeclaresNoLinearPart extends Mutant {
    @Override
    public Set<Behaviour> behaviours() {
      return EnumSet.complementOf(EnumSet.of(Behaviour.ANALYTIC_LINEARIZATION));
    }
  }

  static class WrongRate extends Mutant {
    @Override
    public Linearization linearize(INDArray x, State state) {
      return recurrence(2 * rate, BETA, Preconditioner.identity());
    }
  }

  static class WrongMemory extends Mutant {
    @Override
    public Linearization linearize(INDArray x, State state) {
      return recurrence(rate, BETA - 0.1, Preconditioner.identity());
    }
  }

  static class WrongPreconditioner extends Mutant {
    @Override
    public Linearization linearize(INDArray x, State state) {
      return recurrence(
          rate,
          BETA,
          (v, out) -> {
            out.assign(v);
            if (v.length() > 1) {
              out.putScalar(0, v.getDouble(0) + v.getDouble(1));
            }
          });
    }
  }

  private static Recurrence recurrence(double rate, double beta, Preconditioner preconditioner) {
    return new Recurrence(
        new double[][] {{1, -beta}, {0, beta}},
        new double[] {rate, -rate},
        new double[] {1, 0},
        preconditioner,
        rate);
  }
}
