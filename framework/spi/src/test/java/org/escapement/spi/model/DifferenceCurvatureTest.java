package org.escapement.spi.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A model that offers loss and gradient only: f_i = c_i x³/6 + d_i xy + y²/2. */
class DifferenceCurvatureTest {
  private static final double[] CUBIC = {1, -2, 3};
  private static final double[] MIXED = {0.5, 1, -1};
  private static final double X = 0.7;

  private final INDArray point = Nd4j.createFromArray(X, -0.3);
  private final INDArray v = Nd4j.createFromArray(2.0, -1.0);

  private final Objective objective =
      new GradientOnly(CUBIC.length, 2) {
        @Override
        public double gradient(INDArray x, Batch batch, INDArray out) {
          out.assign(0);
          for (int i = 0; i < batch.size(); i++) {
            int example = batch.index(i);
            double a = x.getDouble(0);
            double b = x.getDouble(1);
            double[] own = {
              CUBIC[example] * a * a / 2 + MIXED[example] * b, MIXED[example] * a + b
            };
            out.addi(Nd4j.createFromArray(own).divi(batch.size()));
          }
          return 0;
        }
      };

  /** An objective of which only gradients are asked for. */
  private abstract static class GradientOnly implements Objective {
    private final int examples;
    private final long dimension;

    GradientOnly(int examples, long dimension) {
      this.examples = examples;
      this.dimension = dimension;
    }

    @Override
    public int examples() {
      return examples;
    }

    @Override
    public long dimension() {
      return dimension;
    }

    @Override
    public DataType precision() {
      return DataType.DOUBLE;
    }

    @Override
    public String lossConvention() {
      return "test";
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      throw new UnsupportedOperationException("not needed");
    }
  }

  /** H_i = [[c_i x, d_i], [d_i, 1]]. */
  private static double[] product(double cubic, double mixed, double[] v) {
    return new double[] {cubic * X * v[0] + mixed * v[1], mixed * v[0] + v[1]};
  }

  @Test
  void hessianProductIsThatOfTheClosedForm() {
    INDArray out = point.ulike();
    try (Curvature curvature = objective.curvature(point)) {
      curvature.hessianProduct(Batch.of(1), v, out);
      assertThat(curvature.method()).isEqualTo(Curvature.Method.CENTRAL_DIFFERENCES);
    }
    assertThat(out.toDoubleVector())
        .containsExactly(product(CUBIC[1], MIXED[1], v.toDoubleVector()), within(1e-8));
  }

  @Test
  void covarianceProductIsThatOfTheClosedForm() {
    double cubic = (CUBIC[0] + CUBIC[1] + CUBIC[2]) / 3;
    double mixed = (MIXED[0] + MIXED[1] + MIXED[2]) / 3;
    double[] expectedMean = product(cubic, mixed, v.toDoubleVector());
    double[] expected = new double[2];
    for (int i = 0; i < 3; i++) {
      // (H_i − H) has no entry at (1, 1)
      double[] once = {
        (CUBIC[i] - cubic) * X * 2 + (MIXED[i] - mixed) * -1, (MIXED[i] - mixed) * 2
      };
      expected[0] += ((CUBIC[i] - cubic) * X * once[0] + (MIXED[i] - mixed) * once[1]) / 3;
      expected[1] += (MIXED[i] - mixed) * once[0] / 3;
    }
    INDArray mean = point.ulike();
    INDArray out = point.ulike();
    try (Curvature curvature = objective.curvature(point)) {
      curvature.covarianceProduct(v, mean, out);
    }
    assertThat(mean.toDoubleVector()).containsExactly(expectedMean, within(1e-8));
    assertThat(out.toDoubleVector()).containsExactly(expected, within(1e-7));
  }

  @Test
  void perExampleCurvatureIsTheQuadraticForm() {
    try (Curvature curvature = objective.curvature(point)) {
      double[] forms = curvature.perExampleCurvature(v);
      for (int i = 0; i < 3; i++) {
        double[] image = product(CUBIC[i], MIXED[i], v.toDoubleVector());
        assertThat(forms[i]).isCloseTo(2 * image[0] - image[1], within(1e-7));
      }
    }
  }

  /** f' = e^(40 x) at 0, whose difference with the step h is sinh(40 h)/h instead of 40. */
  @Test
  void productErrorIsAboutThatOfTruncation() {
    Objective steep =
        new GradientOnly(1, 1) {
          @Override
          public double gradient(INDArray x, Batch batch, INDArray out) {
            out.putScalar(0, Math.exp(40 * x.getDouble(0)));
            return 0;
          }
        };
    INDArray direction = Nd4j.createFromArray(3.0);
    INDArray out = Nd4j.createFromArray(0.0);
    try (Curvature curvature = steep.curvature(Nd4j.createFromArray(0.0))) {
      curvature.hessianProduct(Batch.of(0), direction, out);
      double error = out.getDouble(0) / (40 * 3) - 1;
      assertThat(error).isBetween(9e-9, 11e-9);
      assertThat(curvature.productError(Batch.of(0), direction)).isBetween(error, 4 * error);
    }
  }

  @Test
  void productErrorOfAQuadraticGradientIsRounding() {
    try (Curvature curvature = objective.curvature(point)) {
      assertThat(curvature.productError(Batch.all(3), v)).isLessThan(1e-9);
    }
  }

  @Test
  void zeroDirectionGivesZero() {
    INDArray out = Nd4j.createFromArray(9.0, 9.0);
    try (Curvature curvature = objective.curvature(point)) {
      curvature.hessianProduct(Batch.all(3), Nd4j.zeros(DataType.DOUBLE, 2), out);
    }
    assertThat(out.toDoubleVector()).containsExactly(0, 0);
  }
}
