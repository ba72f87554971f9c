package org.escapement.host.backend;

import java.nio.file.Path;

/**
 * What this machine can compute with.
 *
 * @param parts what is installed of Escapement
 * @param cards all cards, visible or not
 * @param libraries CUDA's own
 * @param cuda what {@code --backend cuda} means here
 */
public record Diagnosis(InstalledParts parts, Cards cards, CudaLibraries libraries, Decision cuda) {

  /** Looks at this machine; computes nothing and loads no library. */
  public static Diagnosis ofThisMachine() {
    String home = System.getenv("ESCAPEMENT_HOME");
    return of(
        InstalledParts.in(home == null ? null : Path.of(home)),
        NvidiaSmi.ofThisMachine().cards(),
        CudaLibraries.ofThisMachine(),
        System.getenv("CUDA_VISIBLE_DEVICES"));
  }

  /**
   * @param visible the value of CUDA_VISIBLE_DEVICES, or null if it is not set
   */
  static Diagnosis of(InstalledParts parts, Cards cards, CudaLibraries libraries, String visible) {
    return new Diagnosis(
        parts,
        cards,
        libraries,
        BackendChoice.decide(VisibleCards.of(cards, visible), parts, libraries));
  }
}
