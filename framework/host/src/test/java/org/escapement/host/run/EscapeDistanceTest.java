package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escapement.lab.escape.EscapePlan;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;

class EscapeDistanceTest {
  /** A tenth of the norm, at least 0.1. */
  @Test
  void displacementBeyondTheDefaultDistanceIsRefused() {
    assertThat(EscapePlan.defaultDistance(10)).isEqualTo(1);
    EscapeStage.requireStartWithin(EscapePlan.defaultDistance(10), 0.5);
    assertThatThrownBy(() -> EscapeStage.requireStartWithin(EscapePlan.defaultDistance(1), 0.5))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.CONFIG_CONFLICT))
        .hasMessageContaining("escape.perturbation: found 0.5, must be less than")
        .hasMessageContaining("0.1 at this minimum");
  }
}
