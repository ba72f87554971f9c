package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The contract lets a step pass that is written once, for vectors, as the page for authors has it.
 */
class VectorContractTest implements OptimizerContract {
  private static final double RATE = 0.5;

  @Override
  public OptimizerFactory<?> factory() {
    return new TestFactory("heavy-ball", rate -> new OnVectors(rate, HeavyBall.BETA));
  }

  @Override
  public Record options() {
    return new TestFactory.Options(RATE);
  }

  @Test
  void itsStepOnArraysIsTheOneOfTheHeavyBall() {
    Scene scene = Scene.of(DataType.DOUBLE);
    INDArray onVectors = scene.run(new OnVectors(RATE, HeavyBall.BETA), Scene.STEPS).point();
    INDArray onArrays = scene.run(new HeavyBall(RATE), Scene.STEPS).point();
    assertThat(onVectors.distance2(onArrays))
        .isLessThan(1e-14 * onArrays.norm2Number().doubleValue());
  }

  private record OnVectors(double learningRate, double momentum) implements VectorOptimizer {
    private static final String VELOCITY = HeavyBall.VELOCITY;

    @Override
    public State init(INDArray x) {
      return State.empty().with(VELOCITY, x.like());
    }

    @Override
    public <V> Result<V> step(
        V x, VectorState<V> state, VectorObjective<V> objective, Vectors<V> vectors) {
      V gradient = objective.gradient(x); // ours: it becomes the next point
      V push = vectors.scale(learningRate, gradient, gradient);
      V velocity = vectors.add(push, momentum, state.tensor(VELOCITY), vectors.vector());
      V next = vectors.add(x, -1, velocity, push);
      return new Result<>(next, state.with(VELOCITY, velocity));
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return new HeavyBall(learningRate).linearize(x, state);
    }
  }
}
