package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.engine.layer.Activation.ActivationFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values far from zero, where the textbook formulas overflow. */
class ActivationsTest {
  @ParameterizedTest
  @ValueSource(strings = {"DOUBLE", "FLOAT"})
  void softplusOverflowsInNeitherTail(DataType type) {
    double[] arguments = {-80, -20, -1, 0, 1, 20, 80, 800};
    ActivationFunction softplus = Activations.SOFTPLUS.function().orElseThrow();
    INDArray z = Nd4j.createFromArray(arguments).castTo(type);
    INDArray value = z.ulike();
    INDArray slope = z.ulike();
    softplus.value(z, value);
    softplus.slope(value, slope);
    double rounding = type == DataType.DOUBLE ? 1e-14 : 1e-6;
    for (int i = 0; i < arguments.length; i++) {
      double x = arguments[i];
      double expected = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      assertThat(value.getDouble(i)).isCloseTo(expected, within(rounding * Math.max(1, expected)));
      double sigmoid = 1 / (1 + Math.exp(-x));
      assertThat(slope.getDouble(i)).isCloseTo(sigmoid, within(rounding));
    }
  }
}
