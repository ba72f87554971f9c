package org.escapement.host.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.result.RunResults.FaultResult;
import org.escapement.lab.training.StopReason;

/**
 * A run that is over.
 *
 * @param directory where its files are
 * @param results the numbers
 * @param defect the first failure in the analysis that is Escapement's own fault, or null; what it
 *     left untouched is in the results
 */
public record FinishedRun(Path directory, RunResults results, Throwable defect) {
  private static final Set<String> GOALS =
      Set.of(
          StopReason.LOSS_REACHED.toString(),
          StopReason.KNOWN_MINIMUM.toString(),
          StopReason.READ_FROM_FILE.toString());

  /** What failed, at whichever minimum. */
  public List<FaultResult> faults() {
    return Stream.concat(
            results.faults().stream(),
            results.otherMinima().stream().flatMap(other -> other.faults().stream()))
        .toList();
  }

  /** Whether training diverged. */
  public boolean diverged() {
    return results.minimum().stopReason().startsWith(StopReason.DIVERGED.toString());
  }

  /** Whether the minimum that was asked for was found and measured, and nothing failed. */
  public boolean reachedItsGoal() {
    return GOALS.contains(results.minimum().stopReason())
        && results.curvature() != null
        && faults().isEmpty()
        && results.curvature().converged();
  }
}
