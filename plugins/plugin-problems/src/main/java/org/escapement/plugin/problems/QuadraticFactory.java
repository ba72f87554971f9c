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
    ExampleFunctions functions =
        options.factors() == null
            ? Quadratics.ofHessians(matrices(options.hessians()))
            : Quadratics.ofFactors(matrices(options.factors()));
    return Problem.ofOneVector(
        functions, Map.of("origin", new double[functions.dimension()]), setting.precision());
  }

  private static List<double[][]> matrices(List<List<List<Double>>> matrices) {
    return matrices.stream().map(QuadraticFactory::matrix).toList();
  }

  private static double[][] matrix(List<List<Double>> rows) {
    return rows.stream()
        .map(row -> row.stream().mapToDouble(Double::doubleValue).toArray())
        .toArray(double[][]::new);
  }
}
