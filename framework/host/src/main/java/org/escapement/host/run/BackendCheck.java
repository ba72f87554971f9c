package org.escapement.host.run;

import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.ComputeCheck;
import org.escapement.engine.tensor.ProductCheck;
import org.escapement.host.backend.Backend;
import org.escapement.host.backend.Decision;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Whether numbers computed in this process can be trusted at all. */
final class BackendCheck {
  private static final String ND4J_CUDA = "JCublasBackend";

  private BackendCheck() {}

  /**
   * Multiplies matrices whose product is known.
   *
   * @param backend that the launcher put on the class path, or null for the processor's
   * @throws EscapementException BACKEND if a product is wrong, or the backend fails at it
   */
  static void requireRightProducts(String backend) {
    List<DataType> wrong = withoutFailure(backend, ProductCheck::wrongTypes);
    if (!wrong.isEmpty()) {
      throw new EscapementException(
          ErrorCode.BACKEND, message(wrong, System.getenv("OPENBLAS_CORETYPE")));
    }
  }

  /**
   * Tries the primitives of a backend that was chosen for a card; the processor's are the reference
   * that tests compare with.
   *
   * @param backend that the launcher put on the class path, or null for the processor's
   * @throws EscapementException BACKEND if any fails or gives wrong numbers, DEVICE_LIBRARIES if
   *     ND4J took another backend, or as the card's driver and libraries have it
   */
  static void requireRightPrimitives(String backend) {
    if (backend == null) {
      return;
    }
    String taken = Nd4j.getBackend().getClass().getSimpleName();
    if (backend.equals(Backend.ND4J_CUDA.id()) && !taken.equals(ND4J_CUDA)) {
      throw new EscapementException(
          ErrorCode.DEVICE_LIBRARIES,
          "ND4J took " + taken + " instead of its CUDA backend" + Decision.WAY_OUT);
    }
    List<String> wrong = withoutFailure(backend, () -> ComputeCheck.wrong(ActiveCompute.get()));
    if (!wrong.isEmpty()) {
      throw new EscapementException(
          ErrorCode.BACKEND,
          "backend "
              + backend
              + " computes wrongly: "
              + String.join(", ", wrong)
              + Decision.WAY_OUT);
    }
  }

  /** Whatever a card's backend throws is the card's or its libraries', and no defect. */
  static <T> T withoutFailure(String backend, Supplier<T> check) {
    try {
      return check.get();
    } catch (RuntimeException | LinkageError e) {
      if (backend == null || e instanceof EscapementException || FailureCode.outOfMemory(e)) {
        throw e;
      }
      throw new EscapementException(
          ErrorCode.BACKEND,
          "backend " + backend + " fails: " + OneLine.reason(e) + Decision.WAY_OUT,
          e);
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
