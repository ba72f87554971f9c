package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.List;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class BackendCheckTest {
  @Test
  void rightProductsPass() {
    assertThatCode(BackendCheck::requireRightProducts).doesNotThrowAnyException();
  }

  @Test
  void messageNamesWhatIsWrongAndWhatToSet() {
    assertThat(BackendCheck.message(List.of(DataType.DOUBLE), "Skylake"))
        .isEqualTo(
            "OpenBLAS computes matrix products in double wrongly with the kernels that it took;"
                + " OPENBLAS_CORETYPE is 'Skylake', must be SkylakeX (processors with AVX-512),"
                + " Haswell or Zen (AVX2) or Sandybridge");
    assertThat(BackendCheck.message(List.of(DataType.FLOAT, DataType.DOUBLE), null))
        .contains("in float and double wrongly", "OPENBLAS_CORETYPE is not set");
  }

  @Test
  void theProcessorTakenInPlaceOfACard() {
    assertThatCode(() -> BackendCheck.requireRightPrimitives(null)).doesNotThrowAnyException();
    assertThatCode(() -> BackendCheck.requireRightPrimitives("nd4j-cuda"))
        .isInstanceOf(EscapementException.class)
        .hasMessage(
            "ND4J took CpuBackend instead of its CUDA backend; to go on without a card: --backend"
                + " cpu");
  }
}
