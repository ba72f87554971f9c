package org.escapement.spi.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class VectorOptimizerTest {
  private static INDArray vector(DataType type, double... entries) {
    return Nd4j.createFromArray(entries).castTo(type);
  }

  static Stream<DataType> types() {
    return Stream.of(DataType.FLOAT, DataType.DOUBLE);
  }

  @ParameterizedTest
  @MethodSource("types")
  void arithmeticOnArraysWritesItsResultAlone(DataType type) {
    for (int where = 0; where < 3; where++) {
      INDArray a = vector(type, 1, -2, 3);
      INDArray b = vector(type, 8, 4, -2);
      Vectors<INDArray> vectors = Vectors.ofArrays(a);
      INDArray out = List.of(a, b, vectors.vector()).get(where);
      assertThat(out.dataType()).isEqualTo(type);
      assertThat(vectors.add(a, -0.5, b, out)).isSameAs(out);
      assertThat(out.toDoubleVector()).containsExactly(-3, -4, 4);
      assertThat(a.toDoubleVector())
          .containsExactly(where == 0 ? new double[] {-3, -4, 4} : new double[] {1, -2, 3});
      assertThat(b.toDoubleVector())
          .containsExactly(where == 1 ? new double[] {-3, -4, 4} : new double[] {8, 4, -2});
    }
    INDArray one = vector(type, 1, -2, 3);
    assertThat(Vectors.ofArrays(one).add(one, -0.25, one, one).toDoubleVector())
        .containsExactly(0.75, -1.5, 2.25);
    for (int where = 0; where < 2; where++) {
      INDArray a = vector(type, 1, -2, 3);
      INDArray out = List.of(a, a.ulike()).get(where);
      assertThat(Vectors.ofArrays(a).scale(0.25, a, out)).isSameAs(out);
      assertThat(out.toDoubleVector()).containsExactly(0.25, -0.5, 0.75);
      assertThat(a.getDouble(0)).isEqualTo(where == 0 ? 0.25 : 1);
    }
  }

  @Test
  void aStepOnVectorsIsAStepOnArrays() {
    LearningRate rate = new LearningRate(0.5, Schedule.constant(4));
    Optimizer optimizer = new Follower(rate);
    INDArray x = vector(DataType.DOUBLE, 2);
    State state = optimizer.init(x);
    BatchObjective identity = new Identity();
    StepResult once = optimizer.step(x, state, identity);
    StepResult twice = optimizer.step(once.point(), once.state(), identity);
    double first = 2 - rate.at(state) * 2;
    assertThat(once.point().toDoubleVector()).containsExactly(first);
    assertThat(once.state().tensor("before")).isSameAs(x);
    assertThat(twice.state().scalar("iteration")).isEqualTo(2);
    assertThat(rate.at(once.state())).isNotEqualTo(rate.at(state));
    assertThat(twice.point().toDoubleVector())
        .containsExactly(first - rate.at(once.state()) * first);
    assertThat(x.toDoubleVector()).containsExactly(2);
  }

  @Test
  void statesAreValues() {
    VectorState<String> state = VectorState.<String>empty().with("a", "x").with("n", 1);
    VectorState<String> other = state.with("b", "y").with("n", 2).without("a");
    assertThat(state.tensors()).containsExactly(Map.entry("a", "x"));
    assertThat(state.scalar("n")).isEqualTo(1);
    assertThat(other.tensors()).containsExactly(Map.entry("b", "y"));
    assertThat(other.scalar("n")).isEqualTo(2);
    VectorState<Integer> lengths = other.with("c", "long").map(String::length);
    assertThat(lengths.tensors().keySet()).containsExactly("b", "c");
    assertThat(lengths.tensor("c")).isEqualTo(4);
    assertThat(lengths.scalars()).isEqualTo(other.scalars());
    assertThatThrownBy(() -> other.tensor("a"))
        .isInstanceOf(NoSuchElementException.class)
        .hasMessage("state holds no 'a', only [b] and [n]");
    assertThatThrownBy(() -> other.tensors().put("c", "z"))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  /** Gradient steps that keep the point before. */
  private record Follower(LearningRate rate) implements VectorOptimizer {
    @Override
    public State init(INDArray x) {
      return rate.start(State.empty().with("before", x.dup()));
    }

    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      V gradient = objective.gradient(x);
      return new Result<>(
          vectors.add(x, -rate.at(state), gradient, gradient),
          rate.advance(state).with("before", x));
    }
  }

  /** The loss x²/2. */
  private record Identity() implements BatchObjective {
    @Override
    public double loss(INDArray x) {
      return x.getDouble(0) * x.getDouble(0) / 2;
    }

    @Override
    public INDArray gradient(INDArray x) {
      return x.dup();
    }
  }
}
