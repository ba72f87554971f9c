package org.escapement.plugin.sgd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class StochasticGradientDescentTest {
  @Test
  void samplingFollowsTheOptions() {
    assertThat(sgd(0.1, 3, BatchLaw.WITHOUT_REPLACEMENT).sampling())
        .isEqualTo(Sampling.withoutReplacement(3));
    assertThat(sgd(0.1, 4, BatchLaw.WITH_REPLACEMENT).sampling())
        .isEqualTo(Sampling.withReplacement(4));
    assertThat(sgd(0.1, 5, BatchLaw.RESHUFFLE).sampling()).isEqualTo(Sampling.reshuffled(5));
    assertThat(
            new GradientDescentFactory()
                .create(new GradientDescentOptions(0.1, Schedule.constant()))
                .sampling())
        .isEqualTo(Sampling.fullBatch());
  }

  @Test
  void trajectoryIsTheRecursionWrittenOut() {
    double[][][] hessians = {{{2, 0.5}, {0.5, 1}}, {{0.3, -0.2}, {-0.2, 0.7}}};
    QuadraticObjective objective = QuadraticObjective.ofFactors(hessians); // H_i squared
    int[] examples = {0, 1, 1, 0, 1, 0, 0, 1};
    double rate = 0.3;
    Optimizer optimizer = sgd(rate, 1, BatchLaw.WITHOUT_REPLACEMENT);
    INDArray x = Nd4j.createFromArray(1.0, -2.0);
    State state = optimizer.init(x);
    double first = 1;
    double second = -2;
    for (int i : examples) {
      x = optimizer.step(x, state, objective.on(Batch.of(i))).point();
      double[][] h = square(hessians[i]);
      double next = first - rate * (h[0][0] * first + h[0][1] * second);
      second -= rate * (h[1][0] * first + h[1][1] * second);
      first = next;
      assertThat(x.getDouble(0)).isCloseTo(first, within(1e-13));
      assertThat(x.getDouble(1)).isCloseTo(second, within(1e-13));
    }
  }

  private static Optimizer sgd(double rate, int batchSize, BatchLaw law) {
    return new StochasticGradientDescentFactory()
        .create(new StochasticGradientDescentOptions(rate, batchSize, law, Schedule.constant()));
  }

  private static double[][] square(double[][] a) {
    double offDiagonal = a[0][1] * (a[0][0] + a[1][1]);
    double corner = a[0][1] * a[0][1];
    return new double[][] {
      {a[0][0] * a[0][0] + corner, offDiagonal}, {offDiagonal, corner + a[1][1] * a[1][1]}
    };
  }
}
