package org.escapement.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_ALLOC_FAILED;
import static org.bytedeco.cuda.global.cublas.CUBLAS_STATUS_ARCH_MISMATCH;
import static org.bytedeco.cuda.global.cublas.cublasGetStatusString;
import static org.bytedeco.cuda.global.cudart.CUDA_SUCCESS;
import static org.bytedeco.cuda.global.cudart.cuGetErrorName;
import static org.bytedeco.cuda.global.cudart.cudaErrorCompatNotSupportedOnDevice;
import static org.bytedeco.cuda.global.cudart.cudaErrorDevicesUnavailable;
import static org.bytedeco.cuda.global.cudart.cudaErrorInitializationError;
import static org.bytedeco.cuda.global.cudart.cudaErrorInsufficientDriver;
import static org.bytedeco.cuda.global.cudart.cudaErrorInvalidDevice;
import static org.bytedeco.cuda.global.cudart.cudaErrorJitCompilerNotFound;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaErrorNoDevice;
import static org.bytedeco.cuda.global.cudart.cudaErrorNoKernelImageForDevice;
import static org.bytedeco.cuda.global.cudart.cudaErrorStubLibrary;
import static org.bytedeco.cuda.global.cudart.cudaErrorSystemDriverMismatch;
import static org.bytedeco.cuda.global.cudart.cudaErrorUnsupportedPtxVersion;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorName;
import static org.bytedeco.cuda.global.cudart.cudaGetErrorString;

import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Turns what CUDA returns into failures with its words, by what their reader can do about them. */
final class CudaStatus {
  private static final String WAY_OUT =
      "; escapement doctor tells more; to go on without a card: --backend cpu";

  private CudaStatus() {}

  /** A failure in one line that ends in how to go on. */
  static EscapementException failure(ErrorCode code, String problem, Throwable cause) {
    return new EscapementException(code, OneLine.joined(problem) + WAY_OUT, cause);
  }

  /** Of the runtime. */
  static void check(int status) {
    if (status != 0) {
      String words =
          cudaGetErrorName(status).getString() + ": " + cudaGetErrorString(status).getString();
      throw failure(code(status), "CUDA: " + words, null);
    }
  }

  /** Of the driver. */
  static void checkDriver(int status) {
    if (status != CUDA_SUCCESS) {
      try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
        cuGetErrorName(status, name);
        BytePointer text = name.get(BytePointer.class, 0);
        String words = text == null ? "status " + status : text.getString();
        throw failure(code(status), "CUDA driver: " + words, null);
      }
    }
  }

  /** Of cuBLAS. */
  static void checkCublas(int status) {
    if (status != 0) {
      ErrorCode code =
          switch (status) {
            case CUBLAS_STATUS_ALLOC_FAILED -> ErrorCode.DEVICE_MEMORY;
            case CUBLAS_STATUS_ARCH_MISMATCH -> ErrorCode.DEVICE_LIBRARIES;
            default -> ErrorCode.BACKEND;
          };
      throw failure(code, "cuBLAS: " + cublasGetStatusString(status).getString(), null);
    }
  }

  /** Of the runtime or the driver, which count these alike. */
  static ErrorCode code(int status) {
    return switch (status) {
      case cudaErrorMemoryAllocation -> ErrorCode.DEVICE_MEMORY;
      case cudaErrorInsufficientDriver,
          cudaErrorUnsupportedPtxVersion,
          cudaErrorSystemDriverMismatch,
          cudaErrorCompatNotSupportedOnDevice ->
          ErrorCode.DEVICE_DRIVER;
      case cudaErrorNoKernelImageForDevice, cudaErrorJitCompilerNotFound ->
          ErrorCode.DEVICE_LIBRARIES;
      case cudaErrorInitializationError,
          cudaErrorStubLibrary,
          cudaErrorDevicesUnavailable,
          cudaErrorNoDevice,
          cudaErrorInvalidDevice ->
          ErrorCode.DEVICE_MISSING;
      default -> ErrorCode.BACKEND;
    };
  }
}
