package org.escapement.host.compare;

import java.nio.file.Path;
import org.escapement.lab.result.ComparisonResults;

/**
 * A comparison that is over.
 *
 * @param directory where its files are
 * @param results the numbers
 */
public record FinishedComparison(Path directory, ComparisonResults results) {
  /** Whether every training found a minimum, and each was measured. */
  public boolean reachedItsGoal() {
    return results.trainings().stream()
        .allMatch(training -> training.found() && training.curvature().converged());
  }
}
