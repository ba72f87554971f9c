package org.escapement.engine.compute;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.function.Supplier;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;

class ActiveComputeTest {
  @Test
  void anUnknownNameIsRefusedEveryTimeForTheSameReason() {
    Supplier<Compute> choice = ActiveCompute.choose("gpu");
    for (int call = 0; call < 2; call++) {
      assertThatThrownBy(choice::get)
          .isInstanceOfSatisfying(
              EscapementException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.DEVICE_LIBRARIES))
          .hasMessage("escapement.compute = gpu, there is no such backend; found: cpu");
    }
  }
}
