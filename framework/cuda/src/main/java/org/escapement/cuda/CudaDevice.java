package org.escapement.cuda;

import static org.bytedeco.cuda.global.cudart.cuLaunchKernel;
import static org.bytedeco.cuda.global.cudart.cuModuleGetFunction;
import static org.bytedeco.cuda.global.cudart.cuModuleLoadData;
import static org.bytedeco.cuda.global.cudart.cudaDeviceSynchronize;
import static org.bytedeco.cuda.global.cudart.cudaErrorMemoryAllocation;
import static org.bytedeco.cuda.global.cudart.cudaFree;
import static org.bytedeco.cuda.global.cudart.cudaGetLastError;
import static org.bytedeco.cuda.global.cudart.cudaMalloc;
import static org.bytedeco.cuda.global.cudart.cudaMemGetInfo;
import static org.bytedeco.cuda.global.cudart.cudaMemcpy;
import static org.bytedeco.cuda.global.cudart.cudaMemcpy2D;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyDeviceToHost;
import static org.bytedeco.cuda.global.cudart.cudaMemcpyHostToDevice;
import static org.bytedeco.cuda.global.cudart.cudaSetDevice;

import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.bytedeco.cuda.cudart.CUfunc_st;
import org.bytedeco.cuda.cudart.CUmod_st;
import org.bytedeco.cuda.cudart.CUstream_st;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The first card that CUDA shows. All work goes to the default stream, which keeps its order; the
 * runtime's context is the driver's, so kernels loaded through the one work on memory of the other.
 */
final class CudaDevice implements Device {
  private static final int CARD = 0;

  /** The most parameters of a kernel. */
  private static final int MOST_ARGUMENTS = 32;

  private final String label;
  private final Map<DataType, CUmod_st> modules = new EnumMap<>(DataType.class);
  private final Map<DataType, Map<String, CUfunc_st>> functions = new EnumMap<>(DataType.class);
  private final CublasProducts products;
  private final LongPointer arguments = new LongPointer(MOST_ARGUMENTS);
  private final PointerPointer<RawPointer> argumentAddresses = new PointerPointer<>(MOST_ARGUMENTS);
  private final RawPointer first = new RawPointer();
  private Thread bound;

  /**
   * @param label the card, for people
   * @param floats the kernels for {@code REAL=float}, as the driver loads them
   * @param doubles the kernels for {@code REAL=double}
   */
  CudaDevice(String label, byte[] floats, byte[] doubles) {
    this.label = label;
    bind();
    CudaStatus.check(cudaFree(new Pointer())); // makes the context
    load(DataType.FLOAT, floats);
    load(DataType.DOUBLE, doubles);
    products = new CublasProducts();
    for (int i = 0; i < MOST_ARGUMENTS; i++) {
      argumentAddresses.put(i, new RawPointer().at(arguments.address() + (long) i * Long.BYTES));
    }
  }

  private void load(DataType type, byte[] code) {
    CUmod_st module = new CUmod_st();
    // PTX ends in a zero; machine code does not mind one
    try (BytePointer image = new BytePointer(code.length + 1L)) {
      image.put(code).position(code.length).put((byte) 0).position(0);
      CudaStatus.checkDriver(cuModuleLoadData(module, image));
    }
    modules.put(type, module);
    functions.put(type, new HashMap<>());
  }

  /** Makes the card the calling thread's. */
  private void bind() {
    if (bound != Thread.currentThread()) {
      CudaStatus.check(cudaSetDevice(CARD));
      bound = Thread.currentThread();
    }
  }

  @Override
  public String label() {
    return label;
  }

  @Override
  public long freeBytes() {
    bind();
    try (SizeTPointer free = new SizeTPointer(1);
        SizeTPointer total = new SizeTPointer(1)) {
      CudaStatus.check(cudaMemGetInfo(free, total));
      return free.get();
    }
  }

  @Override
  public long allocate(long bytes) {
    bind();
    try (PointerPointer<Pointer> address = new PointerPointer<>(1)) {
      int status = cudaMalloc(address, bytes);
      if (status == cudaErrorMemoryAllocation) {
        cudaGetLastError(); // it is no failure of what comes next
        throw new OutOfDeviceMemory();
      }
      CudaStatus.check(status);
      return address.get(Pointer.class, 0).address();
    }
  }

  @Override
  public void free(long address) {
    bind();
    CudaStatus.check(cudaFree(first.at(address)));
  }

  @Override
  public void upload(Pointer from, long fromPitch, long to, long toPitch, long width, long rows) {
    copy(first.at(to), toPitch, from, fromPitch, width, rows, cudaMemcpyHostToDevice);
  }

  @Override
  public void download(long from, long fromPitch, Pointer to, long toPitch, long width, long rows) {
    copy(to, toPitch, first.at(from), fromPitch, width, rows, cudaMemcpyDeviceToHost);
  }

  /** CUDA limits pitches to 2 GiB, so what lies in one stretch is copied as such. */
  private void copy(
      Pointer to, long toPitch, Pointer from, long fromPitch, long width, long rows, int way) {
    bind();
    boolean oneStretch = rows == 1 || (toPitch == width && fromPitch == width);
    CudaStatus.check(
        oneStretch
            ? cudaMemcpy(to, from, width * rows, way)
            : cudaMemcpy2D(to, toPitch, from, fromPitch, width, rows, way));
  }

  @Override
  public void launch(
      DataType type, String kernel, int blocksX, int blocksY, int threads, long... values) {
    bind();
    CUfunc_st function = functions.get(type).computeIfAbsent(kernel, name -> function(type, name));
    arguments.position(0).put(values, 0, values.length);
    // the driver copies the parameters before it returns
    CudaStatus.checkDriver(
        cuLaunchKernel(
            function,
            blocksX,
            blocksY,
            1,
            threads,
            1,
            1,
            0,
            (CUstream_st) null,
            argumentAddresses,
            (PointerPointer<?>) null));
  }

  private CUfunc_st function(DataType type, String name) {
    CUfunc_st function = new CUfunc_st();
    CudaStatus.checkDriver(cuModuleGetFunction(function, modules.get(type), name));
    return function;
  }

  @Override
  public void multiply(DataType type, Product product) {
    bind();
    products.multiply(type, product);
  }

  @Override
  public void synchronize() {
    bind();
    CudaStatus.check(cudaDeviceSynchronize());
  }
}
