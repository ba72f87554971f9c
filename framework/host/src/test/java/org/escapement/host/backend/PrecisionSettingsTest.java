package org.escapement.host.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PrecisionSettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          NVIDIA_TF32_OVERRIDE            | 1 | multiplies floats as TF32, of 11 bits
          CUBLAS_EMULATE_SINGLE_PRECISION | 1 | emulates products of floats
          CUBLAS_EMULATE_DOUBLE_PRECISION | 2 | emulates products of doubles
          """)
  void noCardIsUsedWhereNumbersWouldBeOthers(String name, String value, String effect) {
    Decision decision = TestCards.hopper(Map.of(name, value)::get).cuda();
    assertThat(decision.backend()).isNull();
    assertThat(decision.code()).isEqualTo(ErrorCode.BACKEND);
    assertThat(decision.problem())
        .isEqualTo(
            name
                + " is '"
                + value
                + "', with which cuBLAS "
                + effect
                + "; it must be 0 or not set; to go on without a card: --backend cpu");
  }

  @Test
  void whatTurnsThemOffIsNoObstacle() {
    assertThat(TestCards.hopper(Map.of("NVIDIA_TF32_OVERRIDE", "0")::get).cuda().backend())
        .isEqualTo(Backend.CUDA);
    assertThat(
            TestCards.hopper(Map.of("CUBLAS_EMULATE_SINGLE_PRECISION", "")::get).cuda().backend())
        .isEqualTo(Backend.CUDA);
  }
}
