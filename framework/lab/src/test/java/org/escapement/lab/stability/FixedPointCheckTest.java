package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.escapement.lab.problem.Descent;
import org.escapement.lab.problem.Quadratic;
import org.escapement.lab.stability.FixedPointCheck.Displacement;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Beside the minimum of curvatures 0.2 and 3.8 steps are ηh|x|, of which each length is known. */
class FixedPointCheckTest {
  private static final Quadratic PROBLEM = Quadratic.scalar(0.2, 3.8);

  private static Displacement measure(Optimizer optimizer, double x, double perturbation) {
    INDArray point = Nd4j.createFromArray(new double[] {x});
    return FixedPointCheck.measure(
        optimizer, PROBLEM, point, State.empty(), perturbation, new Random(1));
  }

  @Test
  void lengthsOfSteps() {
    Displacement steps = measure(Descent.batches(0.5, 1), 0.01, 1);
    assertThat(steps.fullBatch()).isCloseTo(0.5 * 2 * 0.01, within(1e-15));
    assertThat(steps.maxOfExamples()).isCloseTo(0.5 * 3.8 * 0.01, within(1e-15));
    assertThat(steps.meanOfExamples()).isCloseTo(0.5 * 2 * 0.01, within(1e-15));
    assertThat(steps.maxOfBatches()).isIn(0.5 * 0.2 * 0.01, steps.maxOfExamples());
    assertThat(steps.batches()).isEqualTo(2);
    assertThat(steps.examples()).isEqualTo(2);
    assertThat(steps.pointNorm()).isEqualTo(0.01);
  }

  /** Full-batch steps are 0.01 long; those of single examples, up to 0.019, are not taken. */
  @Test
  void onlyStepsThatAreTakenCount() {
    assertThat(measure(Descent.full(0.5), 0.01, 0.0101).isFixedPoint()).isTrue();
    assertThat(measure(Descent.full(0.5), 0.01, 0.0099).isFixedPoint()).isFalse();
    assertThat(measure(Descent.full(0.5), 0, 1e-300).isFixedPoint()).isTrue();
    assertThat(measure(Descent.full(0.5), Double.NaN, 1).isFixedPoint()).isFalse();
  }
}
