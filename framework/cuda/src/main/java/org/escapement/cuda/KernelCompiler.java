package org.escapement.cuda;

/** Turns CUDA C into what the driver loads. */
interface KernelCompiler {
  /** What besides source, options and architecture decides the result: NVRTC's version. */
  String version();

  /**
   * Compiles.
   *
   * @param source CUDA C
   * @param definition a macro, such as {@code REAL=float}
   * @return machine code for a card, or PTX that its driver translates
   * @throws org.escapement.spi.error.EscapementException DEVICE_LIBRARIES with the compiler's words
   *     where the source is refused
   */
  byte[] compile(String source, String definition);
}
