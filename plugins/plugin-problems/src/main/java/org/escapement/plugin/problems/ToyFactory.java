package org.escapement.plugin.problems;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/**
 * Offers {@code toy}, the motivating example of Wu, Ma &amp; E 2018, §2: f₁ = min{x², 0.1(x−1)²}
 * and f₂ = min{x², 1.9(x−1)²} have the same two global minima. At 0 both functions curve alike; at
 * 1 they differ, and stochastic gradient descent cannot stay.
 */
@Extension
public final class ToyFactory implements ModelFactory<ToyOptions> {
  @Override
  public String name() {
    return "toy";
  }

  @Override
  public String description() {
    return "two functions of one variable with minima at 0 and 1 (Wu, Ma & E 2018, section 2)";
  }

  @Override
  public Class<ToyOptions> options() {
    return ToyOptions.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(ToyOptions options, ModelSetting setting) {
    Map<String, double[]> minima = new LinkedHashMap<>();
    minima.put("x=0", new double[] {0});
    minima.put("x=1", new double[] {1});
    return Problem.ofOneVector(
        new Valleys(new double[] {options.flat(), options.steep()}), minima, setting.precision());
  }

  /** f_i(x) = min{x², w_i (x−1)²}. */
  private record Valleys(double[] weights) implements ExampleFunctions {
    @Override
    public int count() {
      return weights.length;
    }

    @Override
    public int dimension() {
      return 1;
    }

    private boolean nearZero(int i, double x) {
      return x * x <= weights[i] * (x - 1) * (x - 1);
    }

    @Override
    public double value(int i, double[] x) {
      return Math.min(x[0] * x[0], weights[i] * (x[0] - 1) * (x[0] - 1));
    }

    @Override
    public double[] gradient(int i, double[] x) {
      return new double[] {nearZero(i, x[0]) ? 2 * x[0] : 2 * weights[i] * (x[0] - 1)};
    }

    @Override
    public double[][] hessian(int i, double[] x) {
      return new double[][] {{secondDerivative(i, x[0])}};
    }

    private double secondDerivative(int i, double x) {
      return nearZero(i, x) ? 2 : 2 * weights[i];
    }

    @Override
    public Optional<double[][]> factor(int i, double[] x) {
      return Optional.of(new double[][] {{Math.sqrt(secondDerivative(i, x[0]))}});
    }

    /** A minimum of two squares is the square of nothing that is smooth. */
    @Override
    public Optional<double[][]> outputDerivatives(int i, double[] x) {
      return Optional.empty();
    }
  }
}
