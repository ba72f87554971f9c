package org.escapement.plugin.sgd;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("On arrays the steps are ND4J's operations in their order, to the bit")
class ArrayStepsTest {
  private static final double RATE = 0.0137;
  private static final double BETA = 0.873;

  /** The step as it is written for arrays alone; the velocity is replaced. */
  private interface Written {
    INDArray next(INDArray x, INDArray[] velocity, INDArray gradient);
  }

  private static INDArray descent(INDArray x, INDArray[] velocity, INDArray gradient) {
    return gradient.muli(-RATE).addi(x);
  }

  private static INDArray heavyBall(INDArray x, INDArray[] velocity, INDArray gradient) {
    velocity[0] = velocity[0].mul(BETA).addi(gradient);
    return velocity[0].mul(-RATE, gradient).addi(x);
  }

  private static INDArray nesterov(INDArray x, INDArray[] velocity, INDArray gradient) {
    velocity[0] = velocity[0].mul(BETA).addi(gradient);
    Nd4j.getBlasWrapper().axpy(BETA, velocity[0], gradient);
    return gradient.muli(-RATE).addi(x);
  }

  static Stream<Arguments> steps() {
    LearningRate rate = new LearningRate(RATE, Schedule.constant());
    Sampling all = Sampling.fullBatch();
    Written descent = ArrayStepsTest::descent;
    Written heavyBall = ArrayStepsTest::heavyBall;
    Written nesterov = ArrayStepsTest::nesterov;
    return Stream.of(DataType.FLOAT, DataType.DOUBLE)
        .flatMap(
            type ->
                Stream.of(
                    Arguments.of(type, new GradientStep(rate, all), descent),
                    Arguments.of(type, new HeavyBallStep(rate, BETA, all), heavyBall),
                    Arguments.of(type, new NesterovStep(rate, BETA, all), nesterov)));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void areTheSame(DataType type, Optimizer optimizer, Written written) {
    for (int length : List.of(1, 7, 64, 1001)) {
      Random random = new Random(length);
      INDArray x = vector(random, type, length);
      State state = optimizer.init(x);
      INDArray expected = x.dup();
      INDArray[] velocity = {x.like()};
      for (int step = 0; step < 5; step++) {
        INDArray gradient = vector(random, type, length);
        StepResult result = optimizer.step(x, state, giving(gradient.dup()));
        expected = written.next(expected, velocity, gradient);
        x = result.point();
        state = result.state();
        assertThat(x.toDoubleVector()).isEqualTo(expected.toDoubleVector());
        state
            .tensors()
            .forEach(
                (name, tensor) ->
                    assertThat(tensor.toDoubleVector()).isEqualTo(velocity[0].toDoubleVector()));
      }
    }
  }

  private static INDArray vector(Random random, DataType type, int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray()).castTo(type);
  }

  private static BatchObjective giving(INDArray gradient) {
    return new BatchObjective() {
      @Override
      public double loss(INDArray x) {
        return 0;
      }

      @Override
      public INDArray gradient(INDArray x) {
        return gradient;
      }
    };
  }
}
