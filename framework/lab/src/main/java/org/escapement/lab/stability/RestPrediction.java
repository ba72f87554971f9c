package org.escapement.lab.stability;

import org.escapement.spi.linearization.Preconditioner.AtRest;

/**
 * When an adaptive method that sits at a minimum loses its stability: while gradients vanish its
 * preconditioner grows, until λmax(P^½HP^½) reaches the edge (Cohen et al. 2022 for the edge).
 *
 * @param steps after which the edge is reached; infinite if it never is
 * @param limit λmax(P^½HP^½) at the literal fixed point, where all past gradients are zero
 * @param edge that it is compared with
 */
public record RestPrediction(double steps, double limit, double edge) {
  /**
   * Predicts.
   *
   * @param atRest what becomes of the preconditioner
   * @param present λmax(P^½HP^½) now
   * @param sharpness λmax(H)
   * @param edge the curvature that the method bears
   */
  static RestPrediction of(AtRest atRest, double present, double sharpness, double edge) {
    double limit = atRest.limit() * sharpness;
    double steps =
        limit <= edge
            ? Double.POSITIVE_INFINITY
            : Math.max(0, Math.log(edge / present) / Math.log(atRest.growth()));
    return new RestPrediction(steps, limit, edge);
  }
}
