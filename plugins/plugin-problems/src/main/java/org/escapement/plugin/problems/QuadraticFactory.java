package org.escapement.plugin.problems;

import java.util.List;
import java.util.Map;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/** Offers {@code quadratic}: f_i = ½ xᵀH_i x, so that the linearized dynamics are the dynamics. */
@Extension
public final class QuadraticFactory implements ModelFactory<QuadraticOptions> {
  @Override
  public String name() {
    return "quadratic";
  }

  @Override
  public String description() {
    return "mean of quadratic functions with a common minimum at the origin";
  }

  @Override
  public Class<QuadraticOptions> options() {
    return QuadraticOptions.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(QuadraticOptions options, ModelSetting setting) {
    List<double[][]> hessians =
        options.hessians() != null
            ? options.hessians().stream().map(QuadraticFactory::matrix).toList()
            : options.factors().stream()
                .map(QuadraticFactory::matrix)
                .map(Quadratics::gram)
                .toList();
    Quadratics functions = new Quadratics(hessians);
    return new Problem(
        functions, Map.of("origin", new double[functions.dimension()]), setting.precision());
  }

  private static double[][] matrix(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }

  private record Quadratics(List<double[][]> hessians) implements ExampleFunctions {
    /** JᵀJ. */
    static double[][] gram(double[][] factor) {
      int width = factor[0].length;
      double[][] gram = new double[width][width];
      for (double[] row : factor) {
        for (int i = 0; i < width; i++) {
          for (int j = 0; j < width; j++) {
            gram[i][j] += row[i] * row[j];
          }
        }
      }
      return gram;
    }

    @Override
    public int count() {
      return hessians.size();
    }

    @Override
    public int dimension() {
      return hessians.get(0).length;
    }

    @Override
    public double value(int i, double[] x) {
      double[] gradient = gradient(i, x);
      double sum = 0;
      for (int j = 0; j < x.length; j++) {
        sum += gradient[j] * x[j];
      }
      return sum / 2;
    }

    @Override
    public double[] gradient(int i, double[] x) {
      double[] product = new double[x.length];
      for (int j = 0; j < x.length; j++) {
        for (int k = 0; k < x.length; k++) {
          product[j] += hessians.get(i)[j][k] * x[k];
        }
      }
      return product;
    }

    @Override
    public double[][] hessian(int i, double[] x) {
      return hessians.get(i);
    }
  }
}
