package org.escapement.lab.meansquare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against the matrices that its own products with single examples spell out, and their rows. */
class ReducedHessianTest {
  private static final int EXAMPLES = 5;

  private final Minimum minimum = Minimum.random(EXAMPLES, 2, 8, new Random(7));

  @Test
  void productsAreThoseOfTheExamplesMatrices() {
    try (ReducedCurvature reduced = minimum.reduced();
        Curvature curvature = reduced.asCurvature()) {
      int r = reduced.modes();
      INDArray[] hessians = new INDArray[EXAMPLES];
      INDArray mean = Nd4j.create(DataType.DOUBLE, r, r);
      for (int i = 0; i < EXAMPLES; i++) {
        hessians[i] = matrix(curvature, Batch.of(i), r);
        mean.addi(hessians[i].div(EXAMPLES));
        // in the original coordinates tr H_i = |J_i|^2 and tr H_i^2 = |J_iJ_i^T|^2
        INDArray rows = Nd4j.createFromArray(minimum.rows()[i]);
        INDArray gram = rows.mmul(rows.transpose());
        assertThat(trace(hessians[i])).isCloseTo(trace(gram), within(1e-10));
        assertThat(trace(hessians[i].mmul(hessians[i])))
            .isCloseTo(trace(gram.mmul(gram)), within(1e-9));
      }
      assertThat(matrix(curvature, Batch.all(EXAMPLES), r).distance2(mean)).isLessThan(1e-10);
      INDArray pair = hessians[1].mul(2).add(hessians[3]).div(3);
      assertThat(matrix(curvature, Batch.of(1, 3, 1), r).distance2(pair)).isLessThan(1e-10);

      INDArray v = Nd4j.createFromArray(new Random(8).doubles(r, -1, 1).toArray());
      INDArray column = v.reshape(r, 1);
      INDArray expected = Nd4j.create(DataType.DOUBLE, r, 1);
      double[] along = curvature.perExampleCurvature(v);
      for (int i = 0; i < EXAMPLES; i++) {
        INDArray deviation = hessians[i].sub(mean);
        expected.addi(deviation.mmul(deviation.mmul(column)).div(EXAMPLES));
        double own = column.transpose().mmul(hessians[i].mmul(column)).getDouble(0);
        assertThat(along[i]).isCloseTo(own, within(1e-10));
      }
      INDArray product = v.ulike();
      INDArray out = v.ulike();
      curvature.covarianceProduct(v, product, out);
      assertThat(product.distance2(mean.mmul(column).reshape(r))).isLessThan(1e-10);
      assertThat(out.distance2(expected.reshape(r))).isLessThan(1e-9);
    }
  }

  private static INDArray matrix(Curvature curvature, Batch batch, int r) {
    INDArray matrix = Nd4j.create(DataType.DOUBLE, r, r);
    INDArray out = Nd4j.create(DataType.DOUBLE, r);
    for (int column = 0; column < r; column++) {
      INDArray unit = Nd4j.create(DataType.DOUBLE, r);
      unit.putScalar(column, 1);
      curvature.hessianProduct(batch, unit, out);
      matrix.putColumn(column, out);
    }
    return matrix;
  }

  private static double trace(INDArray matrix) {
    double trace = 0;
    for (int i = 0; i < matrix.rows(); i++) {
      trace += matrix.getDouble(i, i);
    }
    return trace;
  }
}
