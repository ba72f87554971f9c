package org.escapement.plugin.problems;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Jacobian.Scaling;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Far from a minimum, where residuals bend the loss. */
class SquaredErrorsTest {
  private static final double ROUNDING = 1e-12;

  @ParameterizedTest
  @CsvSource({"MEAN_SQUARED_ERROR, 2", "HALF_SQUARED_ERROR, 1"})
  void jacobianIsThatOfTheGaussNewtonPart(Loss loss, double scale) {
    Objective objective =
        new MatrixFactorisationFactory()
            .create(
                new MatrixFactorisationOptions(4, 2, List.of(3.0, 1.0), 2),
                new ModelSetting(List.of(), 0, loss, DataType.DOUBLE))
            .objective(Examples.none());
    INDArray x = vector(1, objective.dimension());
    INDArray v = vector(2, objective.dimension());
    int n = objective.examples();
    INDArray byOutputs = productOfRows(objective, x, v, Scaling.OUTPUTS).muli(scale);
    INDArray byLoss = productOfRows(objective, x, v, Scaling.LOSS);
    INDArray gaussNewton = v.ulike();
    INDArray hessian = v.ulike();
    try (Curvature part = objective.gaussNewton(x);
        Curvature all = objective.curvature(x)) {
      part.hessianProduct(Batch.all(n), v, gaussNewton);
      all.hessianProduct(Batch.all(n), v, hessian);
    }
    assertThat(byLoss.distance2(gaussNewton)).isCloseTo(0, within(ROUNDING));
    assertThat(byOutputs.distance2(gaussNewton)).isCloseTo(0, within(ROUNDING));
    assertThat(hessian.distance2(gaussNewton)).isGreaterThan(0.1);
  }

  /** (1/n) Σ J_iᵀJ_i v. */
  private static INDArray productOfRows(
      Objective objective, INDArray x, INDArray v, Scaling scaling) {
    try (Jacobian jacobian = objective.jacobian(x, scaling).orElseThrow()) {
      INDArray products = Nd4j.zeros(DataType.DOUBLE, objective.examples(), jacobian.outputs());
      jacobian.product(v, products);
      INDArray sum = v.ulike();
      jacobian.transposeProduct(products.divi(objective.examples()), sum);
      return sum;
    }
  }

  private static INDArray vector(long seed, long length) {
    return Nd4j.createFromArray(new Random(seed).doubles(length, -1, 1).toArray());
  }
}
