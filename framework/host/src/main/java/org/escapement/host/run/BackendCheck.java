package org.escapement.host.run;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.escapement.engine.tensor.ProductCheck;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;

/** Whether numbers computed in this process can be trusted at all. */
final class BackendCheck {
  private BackendCheck() {}

  /**
   * Multiplies matrices whose product is known.
   *
   * @throws EscapementException BACKEND if a product is wrong
   */
  static void requireRightProducts() {
    List<DataType> wrong = ProductCheck.wrongTypes();
    if (!wrong.isEmpty()) {
      throw new EscapementException(
          ErrorCode.BACKEND, message(wrong, System.getenv("OPENBLAS_CORETYPE")));
    }
  }

  static String message(List<DataType> wrong, String kernels) {
    String types =
        wrong.stream()
            .map(type -> type.name().toLowerCase(Locale.ROOT))
            .collect(Collectors.joining(" and "));
    return "OpenBLAS computes matrix products in "
        + types
        + " wrongly with the kernels that it took; OPENBLAS_CORETYPE "
        + (kernels == null ? "is not set" : "is '" + kernels + "'")
        + ", must be SkylakeX (processors with AVX-512), Haswell or Zen (AVX2) or Sandybridge";
  }
}
