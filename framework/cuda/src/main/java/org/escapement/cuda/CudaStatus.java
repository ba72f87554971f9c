package org.escapement.cuda;

import static org.bytedeco.cuda.global.cublas.cublasGetStatusString;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorName;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;

/** Turns what CUDA returns into exceptions with its words. */
final class CudaStatus {
  private CudaStatus() {}

  /** Of the runtime. */
  static void check(int status) {
    if (status != 0) {
      throw new IllegalStateException(text(status));
    }
  }

  /** What the runtime says of a status. */
  static String text(int status) {
    return "CUDA: "
        + cudaGetErrorName(status).getString()
        + ": "
        + cudaGetErrorString(status).getString();
  }

  /** Of the driver. */
  static void checkDriver(int status) {
    if (status != CUDA_SUCCESS) {
      try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
        cuGetErrorName(status, name);
        BytePointer text = name.get(BytePointer.class, 0);
        throw new IllegalStateException(
            "CUDA driver: " + (text == null ? "status " + status : text.getString()));
      }
    }
  }

  /** Of cuBLAS. */
  static void checkCublas(int status) {
    if (status != 0) {
      throw new IllegalStateException("cuBLAS: " + cublasGetStatusString(status).getString());
    }
  }
}
