package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.escapement.testkit.FailedRules;
import org.escapement.testkit.Mutant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps on vectors with one thing wrong, beside a step on arrays that is right. */
class VectorMutantsTest {
  private static final double RATE = 0.5;

  static Stream<Mutant> mutants() {
    return Stream.of(
        Mutant.of(OtherMomentum.class, "o24"),
        Mutant.of(WritesVelocity.class, "o24"),
        Mutant.of(ReadsUnset.class, "o24"),
        Mutant.of(ForgetsCount.class, "o24"),
        Mutant.of(KeepsVectorOfItsOwn.class, "o24"));
  }

  @ParameterizedTest
  @MethodSource("mutants")
  void theRightRulesFail(Mutant mutant) {
    assertThat(FailedRules.of(mutant.contract())).isEqualTo(mutant.failing());
  }

  @Test
  void whatIsRightPasses() {
    assertThat(FailedRules.of(Right.class)).isEmpty();
  }

  /** A heavy ball on arrays, and the same on vectors. */
  static class Right extends HeavyBall implements VectorOptimizer, OptimizerContract {
    Right() {
      super(RATE);
    }

    @Override
    public OptimizerFactory<?> factory() {
      return new TestFactory("mutant", rate -> this);
    }

    @Override
    public Record options() {
      return new TestFactory.Options(RATE);
    }

    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      V gradient = objective.gradient(x);
      V scaled = vectors.scale(rate, gradient, gradient);
      V velocity = vectors.add(scaled, BETA, state.tensor(VELOCITY), vectors.vector());
      return new Result<>(vectors.add(x, -1, velocity, scaled), state.with(VELOCITY, velocity));
    }
  }

  static class OtherMomentum extends Right {
    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      Result<V> right = super.step(x, state, objective, vectors);
      V velocity = right.state().tensor(VELOCITY);
      return new Result<>(
          vectors.add(right.point(), -1e-6, velocity, right.point()), right.state());
    }
  }

  static class WritesVelocity extends Right {
    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      V scaled = vectors.scale(rate, objective.gradient(x), vectors.vector());
      V before = state.tensor(VELOCITY);
      V velocity = vectors.add(scaled, BETA, before, before);
      return new Result<>(vectors.add(x, -1, velocity, scaled), state);
    }
  }

  static class ReadsUnset extends Right {
    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      Result<V> right = super.step(x, state, objective, vectors);
      return new Result<>(
          vectors.add(right.point(), 0, vectors.vector(), right.point()), right.state());
    }
  }

  static class ForgetsCount extends Right {
    @Override
    public State init(INDArray x) {
      return super.init(x).with("count", 0);
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      StepResult right = super.step(x, state, objective);
      double next = state.scalar("count") + 1;
      return new StepResult(right.point(), right.state().with("count", next));
    }
  }

  /** In the second step, a vector of the first that the first did not return. */
  static class KeepsVectorOfItsOwn extends Right {
    private Object kept;

    @Override
    @SuppressWarnings("unchecked")
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      Result<V> right = super.step(x, state, objective, vectors);
      V point = kept == null ? right.point() : (V) kept;
      kept = vectors.vector();
      return new Result<>(point, right.state());
    }
  }
}
