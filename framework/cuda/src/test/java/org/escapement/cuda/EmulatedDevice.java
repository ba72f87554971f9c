package org.escapement.cuda;

import java.util.Arrays;
import java.util.TreeMap;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * A device of the processor's: the kernels' sources compiled as C++, plain loops for products,
 * memory of its own that is full of NaN until it is written, and as much of it as a test likes.
 * Whatever is done outside of its memory fails.
 */
class EmulatedDevice implements Device {
  private final TreeMap<Long, Pointer> blocks = new TreeMap<>();
  private long free;
  private long uploaded;
  private long downloaded;

  EmulatedDevice(long bytes) {
    free = bytes;
    Emulator.load();
  }

  private static native int run(
      boolean isFloat, String kernel, int blocksX, int blocksY, int threads, long[] arguments);

  private static native void product(
      boolean isFloat,
      boolean transposeA,
      boolean transposeB,
      long m,
      long n,
      long k,
      double alpha,
      long a,
      long lda,
      long b,
      long ldb,
      double beta,
      long c,
      long ldc);

  @Override
  public String label() {
    return "an emulated card";
  }

  @Override
  public long freeBytes() {
    return free;
  }

  /** The blocks that are taken. */
  int blocks() {
    return blocks.size();
  }

  /** The bytes that were copied there. */
  long uploadedBytes() {
    return uploaded;
  }

  /** The bytes that were copied back. */
  long downloadedBytes() {
    return downloaded;
  }

  @Override
  public long allocate(long bytes) {
    if (bytes > free) {
      throw new OutOfDeviceMemory();
    }
    free -= bytes;
    Pointer block = Pointer.malloc(bytes);
    block.capacity(bytes);
    Pointer.memset(block, 0xff, bytes); // NaN, in float and in double
    blocks.put(block.address(), block);
    return block.address();
  }

  @Override
  public void free(long address) {
    Pointer block = blocks.remove(address);
    if (block == null) {
      throw new IllegalStateException("no block at " + address);
    }
    free += block.capacity();
    Pointer.free(block);
  }

  private void requireInside(long address, long bytes) {
    var block = blocks.floorEntry(address);
    if (block == null || address + bytes > block.getKey() + block.getValue().capacity()) {
      throw new IllegalStateException(bytes + " bytes at " + address + " are in no block");
    }
  }

  @Override
  public void upload(Pointer from, long fromPitch, long to, long toPitch, long width, long rows) {
    requireRows(toPitch, width, rows);
    requireRows(fromPitch, width, rows);
    requireInside(to, (rows - 1) * toPitch + width);
    uploaded += rows * width;
    for (long i = 0; i < rows; i++) {
      Pointer.memcpy(at(to + i * toPitch), at(from.address() + i * fromPitch), width);
    }
  }

  @Override
  public void download(long from, long fromPitch, Pointer to, long toPitch, long width, long rows) {
    requireRows(toPitch, width, rows);
    requireRows(fromPitch, width, rows);
    requireInside(from, (rows - 1) * fromPitch + width);
    downloaded += rows * width;
    for (long i = 0; i < rows; i++) {
      Pointer.memcpy(at(to.address() + i * toPitch), at(from + i * fromPitch), width);
    }
  }

  /** CUDA refuses a pitch below the width, even of a single row. */
  private static void requireRows(long pitch, long width, long rows) {
    if (pitch < width || rows < 1 || width < 1) {
      throw new IllegalStateException(rows + " rows of " + width + " bytes, pitch " + pitch);
    }
  }

  private static Pointer at(long value) {
    return new Pointer() {
      {
        address = value;
      }
    };
  }

  @Override
  public void launch(
      DataType type, String kernel, int blocksX, int blocksY, int threads, long... arguments) {
    if (blocksX < 1 || blocksY < 1 || blocksY > 65535 || threads < 1 || threads > 1024) {
      throw new IllegalStateException(
          kernel + ": " + blocksX + " by " + blocksY + " blocks of " + threads);
    }
    int failure = run(type == DataType.FLOAT, kernel, blocksX, blocksY, threads, arguments);
    switch (failure) {
      case 0 -> {}
      case 1 -> throw new IllegalStateException("no kernel " + kernel);
      case 2 ->
          throw new IllegalStateException(kernel + " takes not " + Arrays.toString(arguments));
      default -> throw new IllegalStateException(kernel + ": not all threads meet at a barrier");
    }
  }

  @Override
  public void multiply(DataType type, Product product) {
    boolean transposeA = product.shape().transposeA();
    boolean transposeB = product.shape().transposeB();
    long m = product.shape().m();
    long n = product.shape().n();
    long k = product.shape().k();
    MatrixAt a = product.a();
    MatrixAt b = product.b();
    MatrixAt c = product.c();
    int width = type.width();
    requireMatrices(a, transposeA ? k : m, transposeA ? m : k, product.count(), width);
    requireMatrices(b, transposeB ? n : k, transposeB ? k : n, product.count(), width);
    requireMatrices(c, m, n, product.count(), width);
    for (long i = 0; i < product.count(); i++) {
      product(
          type == DataType.FLOAT,
          transposeA,
          transposeB,
          m,
          n,
          k,
          product.alpha(),
          a.address() + i * a.step() * width,
          a.stride(),
          b.address() + i * b.step() * width,
          b.stride(),
          product.beta(),
          c.address() + i * c.step() * width,
          c.stride());
    }
  }

  private void requireMatrices(MatrixAt at, long rows, long columns, long count, int width) {
    if (at.stride() < columns) {
      throw new IllegalStateException("stride " + at.stride() + " of " + columns + " columns");
    }
    long last = (count - 1) * at.step() + (rows - 1) * at.stride() + columns;
    requireInside(at.address(), last * width);
  }

  @Override
  public void synchronize() {
    // all work is done when it is asked for
  }
}
