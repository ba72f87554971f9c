package org.escapement.engine.solver;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.escapement.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class RatioMaximumTest {
  @Test
  void spentTimeIsNoConvergence() {
    double[] spectrum = new Random(1).doubles(200).toArray();
    DenseOperator operator = DenseOperator.withSpectrum(spectrum, new Random(2));
    Pencil pencil =
        new Pencil() {
          @Override
          public long dimension() {
            return operator.dimension();
          }

          @Override
          public void apply(INDArray v, INDArray a, INDArray b) {
            operator.apply(v, a);
            b.assign(v);
          }
        };
    Tolerance tolerance = Tolerance.relative(1e-12, 100_000).withMaxSeconds(0);
    EigenEstimate estimate =
        RatioMaximum.of(pencil, DataType.DOUBLE, tolerance, RandomStreams.of(1).stream("start"));
    assertThat(estimate.status()).isEqualTo(EigenStatus.TIME_BUDGET);
    assertThat(estimate.products()).as("one cycle").isLessThanOrEqualTo(24);
    assertThat(estimate.value()).isBetween(0.0, 1.0);
  }
}
