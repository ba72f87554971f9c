package org.escapement.cuda;

import static org.bytedeco.cuda.global.nvrtc.NVRTC_SUCCESS;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCompileProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcCreateProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcDestroyProgram;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBIN;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetCUBINSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetErrorString;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetNumSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTX;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetPTXSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLog;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetProgramLogSize;
import static org.bytedeco.cuda.global.nvrtc.nvrtcGetSupportedArchs;
import static org.bytedeco.cuda.global.nvrtc.nvrtcVersion;

import java.util.Arrays;
import java.util.List;
import org.bytedeco.cuda.nvrtc._nvrtcProgram;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.PointerPointer;
import org.bytedeco.javacpp.SizeTPointer;
import org.escapement.spi.error.ErrorCode;

/**
 * NVIDIA's compiler as a library. For architectures that it knows it makes machine code; for later
 * ones PTX of the latest that it knows, which the card's driver translates.
 */
final class Nvrtc implements KernelCompiler {
  private final String architecture;
  private final boolean machineCode;

  /**
   * @param capability of the card, ten times the major version plus the minor one
   */
  Nvrtc(int capability) {
    int[] known = known();
    machineCode = Arrays.stream(known).anyMatch(number -> number == capability);
    int latest =
        Arrays.stream(known)
            .filter(number -> number <= capability)
            .max()
            .orElseThrow(
                () ->
                    CudaStatus.failure(
                        ErrorCode.DEVICE_LIBRARIES,
                        "NVRTC " + release() + " knows no architecture up to " + capability,
                        null));
    architecture = machineCode ? "sm_" + capability : "compute_" + latest;
  }

  /** What it compiles for, such as {@code sm_90}. */
  String architecture() {
    return architecture;
  }

  private static int[] known() {
    int[] count = new int[1];
    check(nvrtcGetNumSupportedArchs(count));
    int[] known = new int[count[0]];
    check(nvrtcGetSupportedArchs(known));
    return known;
  }

  private static String release() {
    int[] major = new int[1];
    int[] minor = new int[1];
    check(nvrtcVersion(major, minor));
    return major[0] + "." + minor[0];
  }

  @Override
  public String version() {
    return "nvrtc " + release();
  }

  @Override
  public byte[] compile(String source, String definition) {
    List<String> options =
        List.of("--gpu-architecture=" + architecture, "--std=c++17", "-D" + definition);
    _nvrtcProgram program = new _nvrtcProgram();
    try (BytePointer text = new BytePointer(source);
        BytePointer name = new BytePointer("escapement.cu");
        PointerPointer<BytePointer> arguments =
            new PointerPointer<>(options.toArray(String[]::new))) {
      check(nvrtcCreateProgram(program, text, name, 0, (PointerPointer<?>) null, null));
      int outcome = nvrtcCompileProgram(program, options.size(), arguments);
      if (outcome != NVRTC_SUCCESS) {
        throw CudaStatus.failure(
            ErrorCode.DEVICE_LIBRARIES,
            "NVRTC "
                + release()
                + " refuses the kernels for "
                + architecture
                + ": "
                + nvrtcGetErrorString(outcome).getString()
                + "\n"
                + log(program),
            null);
      }
      return result(program);
    } finally {
      nvrtcDestroyProgram(program);
    }
  }

  private byte[] result(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(machineCode ? nvrtcGetCUBINSize(program, size) : nvrtcGetPTXSize(program, size));
      byte[] code = new byte[Math.toIntExact(size.get())];
      check(machineCode ? nvrtcGetCUBIN(program, code) : nvrtcGetPTX(program, code));
      return code;
    }
  }

  private static String log(_nvrtcProgram program) {
    try (SizeTPointer size = new SizeTPointer(1)) {
      check(nvrtcGetProgramLogSize(program, size));
      try (BytePointer log = new BytePointer(size.get())) {
        check(nvrtcGetProgramLog(program, log));
        return log.getString().trim(); // it ends in a zero
      }
    }
  }

  private static void check(int status) {
    if (status != NVRTC_SUCCESS) {
      throw CudaStatus.failure(
          ErrorCode.DEVICE_LIBRARIES, "NVRTC: " + nvrtcGetErrorString(status).getString(), null);
    }
  }
}
