package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.junit.jupiter.api.Test;

/** w grows as (1/√β)^t until it meets the edge: counted step by step. */
class RestPredictionTest {
  private static final double BETA = 0.999;
  private static final AtRest AT_REST = new AtRest(1 / Math.sqrt(BETA), 1e8);

  @Test
  void stepsUntilTheEdge() {
    double edge = 38 / 1e-3;
    int steps = 0;
    for (double present = 2000; present <= edge; present /= Math.sqrt(BETA)) {
      steps++;
    }
    RestPrediction prediction = RestPrediction.of(AT_REST, 2000, 1.8, edge);
    assertThat(Math.ceil(prediction.steps())).isEqualTo(steps);
    assertThat(prediction.steps())
        .isCloseTo(2 * Math.log(edge / 2000) / Math.log(1 / BETA), within(1e-8));
    assertThat(prediction.limit()).isEqualTo(1.8e8);
    assertThat(prediction.edge()).isEqualTo(edge);
  }

  @Test
  void atOnceBeyondTheEdgeAndNeverBelowTheLimit() {
    assertThat(RestPrediction.of(AT_REST, 50_000, 1.8, 38_000).steps()).isZero();
    assertThat(RestPrediction.of(AT_REST, 2000, 1e-4, 38_000).steps()).isInfinite();
  }
}
