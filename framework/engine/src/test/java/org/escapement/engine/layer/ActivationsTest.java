package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.HostTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;

/** φ, φ' and φ'' against their closed forms, and values far from zero. */
class ActivationsTest {
  private static final double[] ARGUMENTS = {-6, -2.5, -1, -0.3, 0, 0.7, 1.5, 4};
  private static final double ROUNDING = 2e-15;

  /** φ, φ' and φ'' of gelu at {@link #ARGUMENTS}, from the C library's erfc. */
  private static final double[][] GELU = {
    {-5.919525870226207e-09, -3.5468709453902015e-08, -2.0658001689399173e-07},
    {-0.015524163314440348, -0.037611085908145214, -0.07449527709766629},
    {-0.15865525393145707, -0.08331547058768629, 0.24197072451914337},
    {-0.1146265733433142, 0.26767223317289013, 0.728450727529601},
    {0.0, 0.5, 0.7978845608028654},
    {0.5306254434438489, 0.9766141011336599, 0.4715034393838095},
    {1.399789198096713, 1.1274691922299795, -0.032379398916472936},
    {3.9998733150326675, 1.0005036496612265, -0.0018736231607083952}
  };

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  @Test
  void reluHasItsClosedForm() {
    check(Activations.RELU, z -> Math.max(z, 0), z -> z > 0 ? 1 : 0, z -> 0);
  }

  @Test
  void leakyReluHasItsClosedForm() {
    check(Activations.LEAKY_RELU, z -> z > 0 ? z : z / 100, z -> z > 0 ? 1 : 0.01, z -> 0);
  }

  @Test
  void tanhHasItsClosedForm() {
    check(
        Activations.TANH,
        Math::tanh,
        z -> 1 / (Math.cosh(z) * Math.cosh(z)),
        z -> -2 * Math.tanh(z) / (Math.cosh(z) * Math.cosh(z)));
  }

  @Test
  void sigmoidHasItsClosedForm() {
    check(
        Activations.SIGMOID,
        ActivationsTest::logistic,
        z -> logistic(z) * logistic(-z),
        z -> logistic(z) * logistic(-z) * (logistic(-z) - logistic(z)));
  }

  @Test
  void softplusHasItsClosedForm() {
    check(
        Activations.SOFTPLUS,
        z -> Math.log1p(Math.exp(z)),
        ActivationsTest::logistic,
        z -> logistic(z) * logistic(-z));
  }

  @Test
  void geluIsTheExactForm() {
    check(Activations.GELU, z -> gelu(z, 0), z -> gelu(z, 1), z -> gelu(z, 2));
  }

  private static double gelu(double z, int derivative) {
    for (int i = 0; i < ARGUMENTS.length; i++) {
      if (ARGUMENTS[i] == z) {
        return GELU[i][derivative];
      }
    }
    throw new IllegalArgumentException("no reference at " + z);
  }

  private static Tensor like(Tensor a) {
    return HostTensors.COMPUTE.zeros(a.type(), a.rows(), a.columns());
  }

  private static void check(
      Activations activation,
      DoubleUnaryOperator value,
      DoubleUnaryOperator slope,
      DoubleUnaryOperator bend) {
    Nonlinearity function = activation.function().orElseThrow();
    Tensor z = HostTensors.of(DataType.DOUBLE, new double[][] {ARGUMENTS});
    Tensor values = like(z);
    Tensor slopes = like(z);
    Tensor bends = like(z);
    Tensor scratch = function.isPiecewiseLinear() ? null : like(z);
    HostTensors.COMPUTE.value(function, z, values, scratch);
    HostTensors.COMPUTE.slope(function, z, values, slopes, scratch);
    HostTensors.COMPUTE.bend(function, z, values, slopes, bends, scratch);
    assertThat(HostTensors.entries(z)).containsExactly(ARGUMENTS);
    for (int i = 0; i < ARGUMENTS.length; i++) {
      double x = ARGUMENTS[i];
      assertThat(HostTensors.entries(values)[i])
          .isCloseTo(value.applyAsDouble(x), within(ROUNDING));
      assertThat(HostTensors.entries(slopes)[i])
          .isCloseTo(slope.applyAsDouble(x), within(ROUNDING));
      assertThat(HostTensors.entries(bends)[i]).isCloseTo(bend.applyAsDouble(x), within(ROUNDING));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOUBLE", "FLOAT"})
  void softplusOverflowsInNeitherTail(DataType type) {
    double[] arguments = {-80, -20, -1, 0, 1, 20, 80, 800};
    Nonlinearity softplus = Activations.SOFTPLUS.function().orElseThrow();
    Tensor z = HostTensors.of(type, new double[][] {arguments});
    Tensor value = like(z);
    Tensor slope = like(z);
    HostTensors.COMPUTE.value(softplus, z, value, like(z));
    HostTensors.COMPUTE.slope(softplus, z, value, slope, like(z));
    double rounding = type == DataType.DOUBLE ? 1e-14 : 1e-6;
    for (int i = 0; i < arguments.length; i++) {
      double x = arguments[i];
      double expected = Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      assertThat(HostTensors.entries(value)[i])
          .isCloseTo(expected, within(rounding * Math.max(1, expected)));
      assertThat(HostTensors.entries(slope)[i]).isCloseTo(logistic(x), within(rounding));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"DOUBLE", "FLOAT"})
  void sigmoidAndGeluOverflowInNeitherTail(DataType type) {
    for (Activations activation : new Activations[] {Activations.SIGMOID, Activations.GELU}) {
      Nonlinearity function = activation.function().orElseThrow();
      Tensor z = HostTensors.of(type, new double[][] {{-800.0, 800.0}});
      Tensor value = like(z);
      Tensor slope = like(z);
      Tensor bend = like(z);
      HostTensors.COMPUTE.value(function, z, value, like(z));
      HostTensors.COMPUTE.slope(function, z, value, slope, like(z));
      HostTensors.COMPUTE.bend(function, z, value, slope, bend, like(z));
      assertThat(HostTensors.entries(value)[0]).isZero();
      assertThat(HostTensors.entries(value)[1]).isEqualTo(activation == Activations.GELU ? 800 : 1);
      assertThat(HostTensors.entries(slope))
          .containsExactly(0, activation == Activations.GELU ? 1 : 0);
      assertThat(HostTensors.COMPUTE.absoluteSum(bend)).isZero();
    }
  }
}
