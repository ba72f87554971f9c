package org.escapement.host.backend;

/** An implementation of the engine's tensor work. */
public enum Backend {
  /** ND4J on the processor. */
  CPU("cpu"),
  /** cuBLAS and kernels compiled at run time, for any card of compute capability 7.5 or more. */
  CUDA("cuda"),
  /** ND4J's own CUDA backend, whose machine code is for compute capability 3.7 to 8.6. */
  ND4J_CUDA("nd4j-cuda");

  /** The system property by which the launcher says whose jars it put on the class path. */
  public static final String STARTED_WITH = "escapement.backend";

  private final String id;

  Backend(String id) {
    this.id = id;
  }

  /** The {@link #id} of the one that this program was started with. */
  public static String started() {
    return System.getProperty(STARTED_WITH, CPU.id);
  }

  /** The stable name, also of the folder of the distribution's {@code lib} that holds its jars. */
  public String id() {
    return id;
  }
}
