package org.escapement.host.backend;

import java.util.List;
import org.escapement.spi.error.ErrorCode;

/**
 * Chooses between the two ways to compute on an NVIDIA card. ND4J's own backend holds machine code
 * for compute capability 3.7 to 8.6, which runs up to 8.9, and nothing that a later card could
 * translate; it comes first where it runs and is installed. Direct CUDA serves every card that CUDA
 * 13 does.
 */
final class BackendChoice {
  /** The range in which ND4J 1.0.0-M2.1 can start a kernel. */
  static final ComputeCapability ND4J_LOWEST = new ComputeCapability(3, 7);

  static final ComputeCapability ND4J_HIGHEST = new ComputeCapability(8, 9);

  /** CUDA 13 compiles for nothing older. */
  static final ComputeCapability CUDA_LOWEST = new ComputeCapability(7, 5);

  /** CUDA 13 runs on this driver, by NVIDIA's table of releases. */
  static final int CUDA_DRIVER = 580;

  /** CUDA 11 runs on this driver, by the same table. */
  static final int ND4J_DRIVER = 450;

  /** The libraries' own state on the card takes several hundred MiB before the first array. */
  static final long LEAST_MEBIBYTES = 1024;

  private BackendChoice() {}

  /** What {@code --backend cuda} means on a machine. */
  static Decision decide(Cards cards, InstalledParts parts, CudaLibraries libraries) {
    if (cards.cards().isEmpty()) {
      return Decision.refuse(ErrorCode.DEVICE_MISSING, cards.problem());
    }
    Card card = cards.cards().get(0);
    boolean nd4jHasCode = card.capability().within(ND4J_LOWEST, ND4J_HIGHEST);
    if (parts.nd4jCuda() && nd4jHasCode && card.driverBranch() >= ND4J_DRIVER) {
      return withMemory(
          card,
          Decision.use(
              Backend.ND4J_CUDA,
              card.label()
                  + " has compute capability "
                  + card.capability()
                  + ", for which ND4J's CUDA backend has code"));
    }
    Decision refused = refusalOfDirect(card, parts, libraries, nd4jHasCode);
    return refused != null
        ? refused
        : withMemory(card, Decision.use(Backend.CUDA, reasonForDirect(card, parts, nd4jHasCode)));
  }

  private static Decision refusalOfDirect(
      Card card, InstalledParts parts, CudaLibraries libraries, boolean nd4jHasCode) {
    String nd4j =
        nd4jHasCode
            ? "; ND4J's CUDA backend would serve it: build with -Pcuda"
            : "; ND4J's CUDA backend has no code for it either";
    if (card.capability().compareTo(CUDA_LOWEST) < 0) {
      return Decision.refuse(
          ErrorCode.DEVICE_LIBRARIES,
          card.label()
              + " has compute capability "
              + card.capability()
              + ", direct CUDA needs "
              + CUDA_LOWEST
              + " or more"
              + (parts.nd4jCuda() && nd4jHasCode ? driverOfNd4j(card) : nd4j));
    }
    if (!parts.cuda()) {
      return Decision.refuse(
          ErrorCode.DEVICE_LIBRARIES,
          card.label()
              + " has compute capability "
              + card.capability()
              + ", but this installation has no CUDA backend (lib/cuda)");
    }
    if (card.driverBranch() < CUDA_DRIVER) {
      return Decision.refuse(
          ErrorCode.DEVICE_DRIVER,
          card.label()
              + " has driver "
              + card.driver()
              + ", direct CUDA needs "
              + CUDA_DRIVER
              + " or newer: update it");
    }
    List<String> missing = libraries.missing();
    if (!missing.isEmpty()) {
      return Decision.refuse(
          ErrorCode.DEVICE_LIBRARIES,
          "direct CUDA needs "
              + String.join(", ", missing)
              + ", not found: install CUDA 13, or name the folder in LD_LIBRARY_PATH");
    }
    return null;
  }

  private static String driverOfNd4j(Card card) {
    return "; ND4J's CUDA backend needs driver "
        + ND4J_DRIVER
        + " or newer, it is "
        + card.driver();
  }

  private static String reasonForDirect(Card card, InstalledParts parts, boolean nd4jHasCode) {
    String why =
        !nd4jHasCode
            ? "for which ND4J's CUDA backend has no code"
            : parts.nd4jCuda()
                ? "whose driver is too old for ND4J's CUDA backend"
                : "and ND4J's CUDA backend is not installed";
    return card.label() + " has compute capability " + card.capability() + ", " + why;
  }

  private static Decision withMemory(Card card, Decision decision) {
    return card.freeMebibytes() >= 0 && card.freeMebibytes() < LEAST_MEBIBYTES
        ? Decision.refuse(
            ErrorCode.DEVICE_MEMORY,
            card.label()
                + " has "
                + card.freeMebibytes()
                + " MiB of "
                + card.totalMebibytes()
                + " MiB free, must have at least "
                + LEAST_MEBIBYTES)
        : decision;
  }
}
