package org.escapement.cuda;

import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMajor;
import static org.bytedeco.cuda.global.cudart.cudaDevAttrComputeCapabilityMinor;
import static org.bytedeco.cuda.global.cudart.cudaDeviceGetAttribute;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceCount;
import static org.bytedeco.cuda.global.cudart.cudaGetDeviceProperties;

import org.bytedeco.cuda.cudart.cudaDeviceProp;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeProvider;
import org.escapement.lab.files.CacheFolder;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;

/** The first card, with kernels compiled for it. */
public final class CudaProvider implements ComputeProvider {
  /** The system property that limits the memory taken on the card, in MiB. */
  public static final String MEMORY = "escapement.cuda.memory";

  private static final long MEBIBYTE = 1 << 20;

  /** What is left to CUDA itself and to other programs, unless a limit is set. */
  private static final double SHARE = 0.9;

  private Compute compute;

  @Override
  public String name() {
    return "cuda";
  }

  @Override
  public synchronized Compute compute() {
    if (compute == null) {
      try {
        compute = open();
      } catch (LinkageError e) {
        throw CudaStatus.failure(
            ErrorCode.DEVICE_LIBRARIES, "CUDA 13 cannot be loaded: " + OneLine.reason(e), e);
      }
    }
    return compute;
  }

  private static Compute open() {
    int[] cards = new int[1];
    CudaStatus.check(cudaGetDeviceCount(cards));
    if (cards[0] == 0) {
      throw CudaStatus.failure(ErrorCode.DEVICE_MISSING, "CUDA shows no card", null);
    }
    int capability =
        10 * attribute(cudaDevAttrComputeCapabilityMajor)
            + attribute(cudaDevAttrComputeCapabilityMinor);
    Nvrtc compiler = new Nvrtc(capability);
    KernelCache cache = new KernelCache(CacheFolder.ofUser().resolve("kernels"));
    String source = KernelSource.text();
    CudaDevice device =
        new CudaDevice(
            cardName(),
            cache.get(compiler.architecture(), source, "REAL=float", compiler),
            cache.get(compiler.architecture(), source, "REAL=double", compiler));
    return new CudaCompute(new Card(device, cap(device.freeBytes())));
  }

  /** The bytes that may be taken. */
  private static long cap(long free) {
    Long limit = Long.getLong(MEMORY);
    long share = (long) (SHARE * free);
    return limit == null ? share : Math.min(share, limit * MEBIBYTE);
  }

  private static int attribute(int attribute) {
    int[] value = new int[1];
    CudaStatus.check(cudaDeviceGetAttribute(value, attribute, 0));
    return value[0];
  }

  private static String cardName() {
    try (cudaDeviceProp properties = new cudaDeviceProp()) {
      CudaStatus.check(cudaGetDeviceProperties(properties, 0));
      return properties.name().getString();
    }
  }
}
