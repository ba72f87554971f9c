package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.Supplier;
import org.escapement.engine.compute.DeviceMemoryException;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

class BackendCheckTest {
  @Test
  void rightProductsPass() {
    assertThatCode(() -> BackendCheck.requireRightProducts(null)).doesNotThrowAnyException();
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
  void whateverACardsBackendThrowsIsOneLine() {
    Error noLibrary = new ExceptionInInitializerError(new IllegalStateException("no\nkernel"));
    Supplier<List<String>> failing =
        () -> {
          throw noLibrary;
        };
    assertThatThrownBy(() -> BackendCheck.withoutFailure("nd4j-cuda", failing))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e ->
                assertThat(e.line())
                    .isEqualTo(
                        "ESC-603 backend nd4j-cuda fails: IllegalStateException: no kernel; to go"
                            + " on without a card: --backend cpu"))
        .hasCause(noLibrary);
    assertThatThrownBy(() -> BackendCheck.withoutFailure(null, failing)).isSameAs(noLibrary);
    EscapementException coded = new DeviceMemoryException("full");
    assertThatThrownBy(
            () ->
                BackendCheck.withoutFailure(
                    "cuda",
                    () -> {
                      throw coded;
                    }))
        .isSameAs(coded);
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
