package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.option.Option;
import org.escapement.testkit.FailedRules;
import org.escapement.testkit.Mutant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Optimizers with one thing wrong: the contract must name it, and nothing that is right. */
class MutantsTest {
  static Stream<Mutant> mutants() {
    return Stream.of(
        Mutant.of(BadName.class, "o01"),
        Mutant.of(UndescribedOption.class, "o02"),
        Mutant.of(BrokenDefault.class, "o03"),
        Mutant.of(AcceptsNegativeRates.class, "o04"),
        Mutant.of(ChangesSampling.class, "o05", "o07"),
        Mutant.of(WritesPoint.class, "o06", "o07"),
        Mutant.of(WritesOldVelocity.class, "o06", "o07", "o17", "o19"),
        Mutant.of(HiddenVelocity.class, "o07", "o12", "o13", "o17", "o19", "o21"),
        Mutant.of(DoubleAlways.class, "o08"),
        Mutant.of(CoarseInFloat.class, "o09"),
        Mutant.of(Decays.class, "o10", "o17", "o19", "o21"),
        Mutant.of(DeclaresUnrest.class, "o10"),
        Mutant.of(SwallowsNaN.class, "o11"),
        Mutant.of(TripsOverNaN.class, "o11"),
        Mutant.of(RemembersStates.class, "o12", "o13"),
        Mutant.of(KeepsStreamOfIntegers.class, "o13"),
        Mutant.of(InitKeepsPoint.class, "o14"),
        Mutant.of(StateViewsPoint.class, "o15"),
        Mutant.of(PointViewsVelocity.class, "o15"),
        Mutant.of(LinearizesByWriting.class, "o16"),
        Mutant.of(DeclaresNoLinearPart.class, "o16"),
        Mutant.of(WrongRate.class, "o17", "o19", "o21"),
        Mutant.of(WrongMemory.class, "o19", "o17", "o21"),
        Mutant.of(EdgeOfPlainDescent.class, "o21"),
        Mutant.of(ForgottenMultiplier.class, "o21"),
        Mutant.of(MultiplierThatIsNotThere.class, "o21"),
        Mutant.of(UnlistedFactory.class, "o22"),
        Mutant.of(WrongPreconditioner.class, "o17", "o18"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theRightRulesFail(Mutant mutant) {
    assertThat(FailedRules.of(mutant.contract())).isEqualTo(mutant.failing());
  }

  /** A mutant is a heavy ball with one thing wrong. */
  abstract static class Broken extends HeavyBall implements OptimizerContract {
    Broken() {
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

  static class BadName extends Broken {
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

  static class UndescribedOption extends Broken {
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

  static class BrokenDefault extends Broken {
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

  static class AcceptsNegativeRates extends Broken {
    @Override
    public OptimizerFactory<?> factory() {
      return new Other<>(Unbounded.class);
    }

    @Override
    public Record options() {
      return new Unbounded(0.5);
    }
  }

  static class ChangesSampling extends Broken {
    private int asked;

    @Override
    public Sampling sampling() {
      asked++;
      return asked % 2 == 0 ? Sampling.fullBatch() : Sampling.withReplacement(100);
    }
  }

  static class WritesPoint extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      x.assign(right.point());
      return right;
    }
  }

  static class WritesOldVelocity extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      state.tensor(VELOCITY).muli(BETA);
      return right;
    }
  }

  static class HiddenVelocity extends Broken {
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

  static class DoubleAlways extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      return new StepResult(right.point().castTo(DataType.DOUBLE), right.state());
    }
  }

  static class CoarseInFloat extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      if (x.dataType() == DataType.FLOAT) {
        right.point().muli(1.01);
      }
      return right;
    }
  }

  static class Decays extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      right.point().muli(0.9);
      return right;
    }
  }

  static class DeclaresUnrest extends Broken {
    @Override
    public Set<Behaviour> behaviours() {
      return EnumSet.complementOf(EnumSet.of(Behaviour.RESTS_AT_ZERO_GRADIENT));
    }
  }

  static class SwallowsNaN extends Broken {
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

  static class TripsOverNaN extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      if (!Double.isFinite(right.point().sumNumber().doubleValue())) {
        throw new EscapementException(ErrorCode.PLUGIN_CONTRACT, "not finite");
      }
      return right;
    }
  }

  static class RemembersStates extends Broken {
    private final Map<State, INDArray> velocities = new IdentityHashMap<>();

    @Override
    public State init(INDArray x) {
      return State.empty().with("step", 0);
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray before = velocities.getOrDefault(state, x.like());
      INDArray velocity = objective.gradient(x).muli(rate).addi(before.mul(BETA));
      State next = state.with("step", state.scalar("step") + 1);
      velocities.put(next, velocity);
      return new StepResult(x.sub(velocity), next);
    }
  }

  /** Integers beyond 2⁵³ are no doubles. */
  static class KeepsStreamOfIntegers extends Broken {
    private static final String STREAM = "stream";

    @Override
    public State init(INDArray x) {
      return super.init(x).with(STREAM, Nd4j.createFromArray(0x9E3779B97F4A7C15L));
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      long value = state.tensor(STREAM).getLong(0) * 6364136223846793005L + 1442695040888963407L;
      double jitter = 1e-12 * (value & 1);
      return new StepResult(
          right.point().addi(x.sub(right.point()).muli(jitter)),
          right.state().with(STREAM, Nd4j.createFromArray(value)));
    }
  }

  static class InitKeepsPoint extends Broken {
    @Override
    public State init(INDArray x) {
      return super.init(x).with("start", x);
    }
  }

  static class StateViewsPoint extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      INDArray view = x.reshape('c', 1, x.length());
      return new StepResult(right.point(), right.state().with("previous", view));
    }
  }

  static class PointViewsVelocity extends Broken {
    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      INDArray both = Nd4j.create(x.dataType(), 2, x.length());
      both.getRow(0).assign(right.point());
      both.getRow(1).assign(right.state().tensor(VELOCITY));
      return new StepResult(both.getRow(0), right.state().with("both", both));
    }
  }

  static class LinearizesByWriting extends Broken {
    @Override
    public Linearization linearize(INDArray x, State state) {
      x.addi(1);
      return super.linearize(x, state);
    }
  }

  static class DeclaresNoLinearPart extends Broken {
    @Override
    public Set<Behaviour> behaviours() {
      return EnumSet.complementOf(EnumSet.of(Behaviour.ANALYTIC_LINEARIZATION));
    }
  }

  static class WrongRate extends Broken {
    @Override
    public Linearization linearize(INDArray x, State state) {
      return recurrence(2 * rate, BETA, Preconditioner.identity());
    }
  }

  static class WrongMemory extends Broken {
    @Override
    public Linearization linearize(INDArray x, State state) {
      return recurrence(rate, BETA - 0.1, Preconditioner.identity());
    }
  }

  static class WrongPreconditioner extends Broken {
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

  static class EdgeOfPlainDescent extends Broken {
    @Override
    public OptionalDouble edge() {
      return OptionalDouble.of(2 / rate);
    }
  }

  static class ForgottenMultiplier extends Broken {
    @Override
    public Optional<double[]> characteristic(double curvature) {
      return Optional.of(new double[] {rate * curvature - 1, 1});
    }
  }

  /** The two of heavy ball, and 1. */
  static class MultiplierThatIsNotThere extends Broken {
    @Override
    public Optional<double[]> characteristic(double curvature) {
      double trace = 1 + BETA - rate * curvature;
      return Optional.of(new double[] {-BETA, BETA + trace, -1 - trace, 1});
    }
  }

  static class UnlistedFactory extends Broken {
    private record Unlisted(Class<TestFactory.Options> options)
        implements OptimizerFactory<TestFactory.Options> {
      @Override
      public String name() {
        return "mutant";
      }

      @Override
      public String description() {
        return "for tests";
      }

      @Override
      public Optimizer create(TestFactory.Options options) {
        return new HeavyBall(options.learningRate());
      }
    }

    @Override
    public OptimizerFactory<?> factory() {
      return new Unlisted(TestFactory.Options.class);
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
