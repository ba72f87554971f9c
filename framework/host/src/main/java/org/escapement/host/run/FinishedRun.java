package org.escapement.host.run;

import java.nio.file.Path;
import java.util.Set;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.training.StopReason;

/**
 * A run that is over.
 *
 * @param directory where its files are
 * @param results the numbers
 */
public record FinishedRun(Path directory, RunResults results) {
  private static final Set<String> GOALS =
      Set.of(
          StopReason.LOSS_REACHED.toString(),
          StopReason.KNOWN_MINIMUM.toString(),
          StopReason.READ_FROM_FILE.toString());

  /** Whether the minimum that was asked for was found and measured. */
  public boolean reachedItsGoal() {
    return GOALS.contains(results.minimum().stopReason())
        && results.curvature() != null
        && results.curvature().converged();
  }
}
