package org.escapement.host.run;

import java.util.List;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.training.TrainingMetrics;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What a run leaves.
 *
 * @param results the numbers
 * @param point the minimum, or null where training diverged
 * @param metrics what was seen in training; empty without training
 * @param diagram the sharpness–non-uniformity diagram of the first minimum; empty without one
 * @param defect the first failure that is Escapement's own fault, or null
 */
record RunOutcome(
    RunResults results,
    INDArray point,
    List<TrainingMetrics> metrics,
    List<Panel> diagram,
    Throwable defect) {
  /** Whether the run diverged. */
  boolean diverged() {
    return point == null;
  }
}
