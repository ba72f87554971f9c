package org.escapement.lab.stability;

import java.util.List;
import org.escapement.engine.solver.Tolerance;

/**
 * What an analysis is to find out beyond each optimizer's own verdict, and at what cost.
 *
 * @param tolerance of eigenvalues of operators on parameters
 * @param batchSizes for which critical learning rates are tabulated
 * @param withReplacement whether they are for batches drawn with replacement too
 * @param modes the dimension of the subspace to which the noise is reduced where there are too many
 *     examples times outputs for all of it
 * @param perturbation the distance from the minimum that the verdict is about, in parameter units
 * @param exponentSteps the most steps of the run that an exponent is averaged over
 */
public record AnalysisPlan(
    Tolerance tolerance,
    List<Integer> batchSizes,
    boolean withReplacement,
    int modes,
    double perturbation,
    long exponentSteps) {
  /** Copies the list. */
  public AnalysisPlan {
    batchSizes = List.copyOf(batchSizes);
  }
}
