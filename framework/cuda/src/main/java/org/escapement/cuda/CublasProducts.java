package org.escapement.cuda;

import static org.bytedeco.cuda.global.cublas.CUBLAS_DEFAULT_MATH;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_N;
import static org.bytedeco.cuda.global.cublas.CUBLAS_OP_T;
import static org.bytedeco.cuda.global.cublas.cublasCreate_v2;
import static org.bytedeco.cuda.global.cublas.cublasDgemmStridedBatched;
import static org.bytedeco.cuda.global.cublas.cublasDgemm_v2;
import static org.bytedeco.cuda.global.cublas.cublasSetMathMode;
import static org.bytedeco.cuda.global.cublas.cublasSgemmStridedBatched;
import static org.bytedeco.cuda.global.cublas.cublasSgemm_v2;

import org.bytedeco.cuda.cublas.cublasContext;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.escapement.cuda.Device.MatrixAt;
import org.escapement.cuda.Product.Shape;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Products by cuBLAS. It counts by columns: rows of C are columns of Cᵀ = op(B)ᵀ op(A)ᵀ, so the
 * factors change places and nothing is transposed. Its default mode multiplies floats as floats;
 * TF32 and emulation are modes of their own, which are not asked for.
 */
final class CublasProducts {
  private final cublasContext handle = new cublasContext();
  private final Floats floatA = new Floats();
  private final Floats floatB = new Floats();
  private final Floats floatC = new Floats();
  private final Doubles doubleA = new Doubles();
  private final Doubles doubleB = new Doubles();
  private final Doubles doubleC = new Doubles();
  private final FloatPointer floatFactors = new FloatPointer(2);
  private final FloatPointer floatBeta = new FloatPointer(floatFactors).position(1);
  private final DoublePointer doubleFactors = new DoublePointer(2);
  private final DoublePointer doubleBeta = new DoublePointer(doubleFactors).position(1);

  CublasProducts() {
    CudaStatus.checkCublas(cublasCreate_v2(handle));
    CudaStatus.checkCublas(cublasSetMathMode(handle, CUBLAS_DEFAULT_MATH));
  }

  /** As {@link Device#multiply}. */
  void multiply(DataType type, Product product) {
    Shape shape = product.shape();
    MatrixAt a = product.a();
    MatrixAt b = product.b();
    MatrixAt c = product.c();
    int first = shape.transposeB() ? CUBLAS_OP_T : CUBLAS_OP_N;
    int second = shape.transposeA() ? CUBLAS_OP_T : CUBLAS_OP_N;
    int columns = Math.toIntExact(shape.n());
    int rows = Math.toIntExact(shape.m());
    int inner = Math.toIntExact(shape.k());
    int lda = Math.toIntExact(a.stride());
    int ldb = Math.toIntExact(b.stride());
    int ldc = Math.toIntExact(c.stride());
    int matrices = Math.toIntExact(product.count());
    if (type == DataType.FLOAT) {
      floatFactors.put(0, (float) product.alpha()).put(1, (float) product.beta());
      floatA.at(a.address());
      floatB.at(b.address());
      floatC.at(c.address());
      CudaStatus.checkCublas(
          matrices == 1
              ? cublasSgemm_v2(
                  handle,
                  first,
                  second,
                  columns,
                  rows,
                  inner,
                  floatFactors,
                  floatB,
                  ldb,
                  floatA,
                  lda,
                  floatBeta,
                  floatC,
                  ldc)
              : cublasSgemmStridedBatched(
                  handle,
                  first,
                  second,
                  columns,
                  rows,
                  inner,
                  floatFactors,
                  floatB,
                  ldb,
                  b.step(),
                  floatA,
                  lda,
                  a.step(),
                  floatBeta,
                  floatC,
                  ldc,
                  c.step(),
                  matrices));
    } else {
      doubleFactors.put(0, product.alpha()).put(1, product.beta());
      doubleA.at(a.address());
      doubleB.at(b.address());
      doubleC.at(c.address());
      CudaStatus.checkCublas(
          matrices == 1
              ? cublasDgemm_v2(
                  handle,
                  first,
                  second,
                  columns,
                  rows,
                  inner,
                  doubleFactors,
                  doubleB,
                  ldb,
                  doubleA,
                  lda,
                  doubleBeta,
                  doubleC,
                  ldc)
              : cublasDgemmStridedBatched(
                  handle,
                  first,
                  second,
                  columns,
                  rows,
                  inner,
                  doubleFactors,
                  doubleB,
                  ldb,
                  b.step(),
                  doubleA,
                  lda,
                  a.step(),
                  doubleBeta,
                  doubleC,
                  ldc,
                  c.step(),
                  matrices));
    }
  }

  /** An address on the device, in the type that cuBLAS's wrappers want. */
  private static final class Floats extends FloatPointer {
    Floats() {
      super((org.bytedeco.javacpp.Pointer) null);
    }

    void at(long value) {
      address = value;
    }
  }

  /** An address on the device, in the type that cuBLAS's wrappers want. */
  private static final class Doubles extends DoublePointer {
    Doubles() {
      super((org.bytedeco.javacpp.Pointer) null);
    }

    void at(long value) {
      address = value;
    }
  }
}
