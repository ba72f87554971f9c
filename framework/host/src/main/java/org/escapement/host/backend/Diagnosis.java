package org.escapement.host.backend;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.escapement.spi.error.ErrorCode;

/**
 * What this machine can compute with.
 *
 * @param parts what is installed of Escapement
 * @param cards all cards, visible or not
 * @param libraries CUDA's own
 * @param cuda what {@code --backend cuda} means here
 */
public record Diagnosis(InstalledParts parts, Cards cards, CudaLibraries libraries, Decision cuda) {

  private static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  /** Looks at this machine; computes nothing and loads no library. */
  public static Diagnosis ofThisMachine() {
    String home = System.getenv("ESCAPEMENT_HOME");
    return of(
        InstalledParts.in(home == null ? null : Path.of(home)),
        NvidiaSmi.ofThisMachine(),
        CudaLibraries.ofThisMachine(),
        System::getenv);
  }

  /**
   * @param environment a variable's value, or null if it is not set
   */
  static Diagnosis of(
      InstalledParts parts,
      Driver driver,
      CudaLibraries libraries,
      UnaryOperator<String> environment) {
    Cards cards = driver.cards();
    Cards visible = VisibleCards.of(cards, environment.apply(VISIBLE), driver::instances);
    Decision cuda = BackendChoice.decide(visible, parts, libraries);
    return new Diagnosis(
        parts,
        cards,
        libraries,
        PrecisionSettings.problem(environment)
            .filter(problem -> cuda.backend() != null)
            .map(problem -> Decision.refuse(ErrorCode.BACKEND, problem))
            .orElse(cuda));
  }
}
