package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Steps beside the formulas written out for one coordinate. An ε of 10⁻³ among gradients of 10⁻³
 * and below tells whether it stands inside a root or outside, before a correction or after.
 */
class TextbookTest {
  private static final double RATE = 0.03;
  private static final double BETA1 = 0.8;
  private static final double BETA2 = 0.95;
  private static final double DECAY = 0.9;
  private static final double EPSILON = 1e-3;

  /** Eighty roundings of sums of order 1, in the steps' own order. */
  private static final double ROUNDING = 1e-12;

  @ParameterizedTest
  @EnumSource
  void stepsAreThoseOfTheFormulas(Method method) {
    Optimizer optimizer = method.optimizer();
    INDArray x = Nd4j.zeros(DataType.DOUBLE, Gradients.DIMENSION);
    StepResult actual = new StepResult(x, optimizer.init(x));
    double[] expected = new double[Gradients.DIMENSION];
    double[][] memory = new double[Gradients.DIMENSION][3];
    if (method == Method.RMSPROP) {
      Arrays.stream(memory).forEach(coordinate -> coordinate[0] = EPSILON);
    }
    if (method == Method.ADAGRAD) {
      Arrays.stream(memory).forEach(coordinate -> coordinate[0] = 1e-6);
    }
    INDArray[] gradients = Gradients.run(DataType.DOUBLE);
    for (int step = 0; step < gradients.length; step++) {
      actual = optimizer.step(actual.point(), actual.state(), new Gradients(gradients[step]));
      for (int j = 0; j < expected.length; j++) {
        expected[j] -= update(method, memory[j], gradients[step].getDouble(j), step + 1);
        assertThat(actual.point().getDouble(j))
            .as("coordinate %d after step %d", j, step)
            .isCloseTo(expected[j], within(ROUNDING));
      }
    }
  }

  private static double update(Method method, double[] memory, double g, int t) {
    double corrected = 1 - Math.pow(BETA1, t);
    double root = Math.sqrt(1 - Math.pow(BETA2, t));
    switch (method) {
      case ADAM, AMSGRAD, NADAM, ADAMAX, ADABELIEF -> memory[0] += (1 - BETA1) * (g - memory[0]);
      default -> {}
    }
    double m = memory[0];
    return switch (method) {
      case ADAM -> {
        memory[1] = BETA2 * memory[1] + (1 - BETA2) * g * g;
        yield RATE * root / corrected * m / (Math.sqrt(memory[1]) + EPSILON);
      }
      case AMSGRAD -> {
        memory[1] = BETA2 * memory[1] + (1 - BETA2) * g * g;
        memory[2] = Math.max(memory[2], memory[1]);
        yield RATE * root / corrected * m / (Math.sqrt(memory[2]) + EPSILON);
      }
      case NADAM -> {
        memory[1] = BETA2 * memory[1] + (1 - BETA2) * g * g;
        double ahead = BETA1 * m + (1 - BETA1) * g;
        yield RATE / corrected * ahead / (Math.sqrt(memory[1]) + EPSILON);
      }
      case ADAMAX -> {
        memory[1] = Math.max(BETA2 * memory[1], Math.abs(g)) + 1e-32;
        yield RATE / corrected * m / memory[1];
      }
      case ADABELIEF -> {
        memory[1] = BETA2 * memory[1] + (1 - BETA2) * (g - m) * (g - m) + EPSILON;
        yield RATE * root / corrected * m / (Math.sqrt(memory[1]) + EPSILON);
      }
      case RMSPROP -> {
        memory[0] = DECAY * memory[0] + (1 - DECAY) * g * g;
        yield RATE * g / (Math.sqrt(memory[0]) + EPSILON);
      }
      case ADAGRAD -> {
        memory[0] += g * g;
        yield RATE * g / (Math.sqrt(memory[0]) + EPSILON);
      }
      case ADADELTA -> {
        memory[0] = DECAY * memory[0] + (1 - DECAY) * g * g;
        double step = Math.sqrt(memory[1] + EPSILON) / Math.sqrt(memory[0] + EPSILON) * g;
        memory[1] = DECAY * memory[1] + (1 - DECAY) * step * step;
        yield step;
      }
    };
  }
}
