package org.escapement.host.backend;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;

/** Machines that a test needs and nobody has all of. */
public final class TestCards {
  static final InstalledParts BOTH = new InstalledParts(true, true);
  static final InstalledParts DIRECT = new InstalledParts(true, false);
  static final InstalledParts NEITHER = new InstalledParts(false, false);

  private TestCards() {}

  static Card card(String name, String capability, String driver, long free) {
    return new Card(
        0, "GPU-1", name, ComputeCapability.parse(capability).orElseThrow(), driver, 24564, free);
  }

  static Cards one(String capability) {
    return Cards.of(List.of(card("NVIDIA X", capability, "580.65.06", 20000)));
  }

  static CudaLibraries allLibraries() {
    Map<String, Path> found = new LinkedHashMap<>();
    CudaLibraries.NAMES.forEach(name -> found.put(name, Path.of("/opt/cuda-13/lib64")));
    return new CudaLibraries(found);
  }

  /** A machine with a Hopper card and all that direct CUDA needs. */
  public static Diagnosis hopper() {
    return hopper(name -> null);
  }

  /** The same, with variables set. */
  static Diagnosis hopper(UnaryOperator<String> environment) {
    return Diagnosis.of(DIRECT, telling(one("9.0")), allLibraries(), environment);
  }

  private static Driver telling(Cards cards) {
    return new Driver() {
      @Override
      public Cards cards() {
        return cards;
      }

      @Override
      public List<MigInstance> instances() {
        return List.of();
      }
    };
  }

  /** A machine without any card. */
  public static Diagnosis bare() {
    return Diagnosis.of(
        DIRECT, telling(Cards.none("no NVIDIA driver")), new CudaLibraries(Map.of()), name -> null);
  }
}
