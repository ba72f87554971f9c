package org.escapement.engine.network;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Where no linearization tells about a minimum, because there is none. */
public final class Degeneracy {
  private Degeneracy() {}

  /**
   * Why a loss has no minimum here. A network that classifies all examples rightly does so ever
   * more surely as it grows. Targets that leave a doubt, such as smoothed labels, are fitted at a
   * point.
   *
   * @param targets shape {@code [n, outputs]}
   * @param accuracy on all examples at the point; asked for only where it decides
   * @return empty where nothing is degenerate
   */
  public static Optional<String> of(
      Loss loss, INDArray targets, Supplier<OptionalDouble> accuracy) {
    if (loss.attainsItsInfimum()
        || !Probabilities.certain(targets)
        || accuracy.get().orElse(0) < 1) {
      return Optional.empty();
    }
    return Optional.of(
        "linearisation degenerate: with all examples classified rightly "
            + loss
            + " falls to zero only at infinity, where all curvature vanishes");
  }
}
