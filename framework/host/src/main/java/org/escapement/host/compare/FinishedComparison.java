package org.escapement.host.compare;

import java.nio.file.Path;
import org.escapement.lab.result.ComparisonResults;

/**
 * A comparison that is over.
 *
 * @param directory where its files are
 * @param results the numbers
 * @param defect the first failure that is Escapement's own fault, or null; what it left untouched
 *     is in the results
 */
public record FinishedComparison(Path directory, ComparisonResults results, Throwable defect) {
  /** Whether every training found a minimum, each was measured, and nothing failed. */
  public boolean reachedItsGoal() {
    return results.faults().isEmpty()
        && results.trainings().stream()
            .allMatch(
                training ->
                    training.found()
                        && training.curvature() != null
                        && training.curvature().converged());
  }
}
