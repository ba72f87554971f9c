package org.escapement.engine.compute;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.escapement.engine.compute.ComputeContract.Named;
import org.hipparchus.special.Erf;

/** φ, φ' and φ'' against their closed forms, in both tails. */
final class NonlinearityRules {
  /** Rounding units of 1, or of z where that is greater. */
  private static final double ROUNDING_UNITS = 16;

  private NonlinearityRules() {}

  static List<Named> all() {
    List<Named> rules = new ArrayList<>();
    for (Nonlinearity function : Nonlinearity.values()) {
      rules.add(
          new Named(
              "φ, φ' and φ'' of " + function.name().toLowerCase(Locale.ROOT),
              (compute, samples) -> check(compute, samples, function)));
    }
    return rules;
  }

  private static void check(Compute compute, Samples samples, Nonlinearity function) {
    int rows = samples.size();
    int columns = samples.size();
    Sample z = samples.contiguous(rows, columns);
    double[][] arguments = z.values();
    double scale = new double[] {1, 10, 100}[samples.random().nextInt(3)];
    for (double[] row : arguments) {
      for (int j = 0; j < columns; j++) {
        row[j] = samples.random().nextInt(10) == 0 ? 0 : samples.rounded(scale * row[j]);
      }
    }
    z.set(arguments);
    Sample value = samples.unsetContiguous(rows, columns);
    Sample slope = samples.unsetContiguous(rows, columns);
    Sample bend = samples.unsetContiguous(rows, columns);
    Sample scratch = function.isPiecewiseLinear() ? null : samples.unsetContiguous(rows, columns);
    Tensor space = scratch == null ? null : scratch.tensor();
    if (scratch != null) {
      scratch.lose();
    }
    compute.value(function, z.tensor(), value.tensor(), space);
    expect(samples, value, arguments, reference(function, 0));
    compute.slope(function, z.tensor(), value.tensor(), slope.tensor(), space);
    expect(samples, slope, arguments, reference(function, 1));
    compute.bend(function, z.tensor(), value.tensor(), slope.tensor(), bend.tensor(), space);
    expect(samples, bend, arguments, reference(function, 2));
    samples.checkAll();
  }

  private static void expect(
      Samples samples, Sample out, double[][] arguments, DoubleUnaryOperator function) {
    double[][] expected = new double[out.rows()][out.columns()];
    double[][] bounds = new double[out.rows()][out.columns()];
    for (int i = 0; i < out.rows(); i++) {
      for (int j = 0; j < out.columns(); j++) {
        expected[i][j] = function.applyAsDouble(arguments[i][j]);
        bounds[i][j] = ROUNDING_UNITS * samples.epsilon() * Math.max(1, Math.abs(expected[i][j]));
      }
    }
    out.expect(expected, bounds);
  }

  private static DoubleUnaryOperator reference(Nonlinearity function, int derivative) {
    return switch (function) {
      case RELU -> by(derivative, z -> Math.max(z, 0), z -> z > 0 ? 1 : 0, z -> 0);
      case LEAKY_RELU -> by(derivative, z -> z > 0 ? z : 0.01 * z, z -> z > 0 ? 1 : 0.01, z -> 0);
      case TANH ->
          by(
              derivative,
              Math::tanh,
              z -> 1 / square(Math.cosh(z)),
              z -> -2 * Math.tanh(z) / square(Math.cosh(z)));
      case SOFTPLUS ->
          by(
              derivative,
              z -> Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
              NonlinearityRules::logistic,
              z -> logistic(z) * logistic(-z));
      case SIGMOID ->
          by(
              derivative,
              NonlinearityRules::logistic,
              z -> logistic(z) * logistic(-z),
              z -> logistic(z) * logistic(-z) * (logistic(-z) - logistic(z)));
      case GELU ->
          by(
              derivative,
              z -> z * distribution(z),
              z -> distribution(z) + z * density(z),
              z -> (2 - z * z) * density(z));
    };
  }

  private static DoubleUnaryOperator by(int derivative, DoubleUnaryOperator... functions) {
    return functions[derivative];
  }

  private static double square(double z) {
    return z * z;
  }

  private static double logistic(double z) {
    return 1 / (1 + Math.exp(-z));
  }

  private static double distribution(double z) {
    return 0.5 * Erf.erfc(-z * Math.sqrt(0.5));
  }

  private static double density(double z) {
    return Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
  }
}
