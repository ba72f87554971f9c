package org.escapement.engine.solver;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An extreme eigenvalue with what is known about its error. For a symmetric operator some
 * eigenvalue lies within {@code residual} of {@code value}.
 *
 * @param value the Rayleigh quotient θ
 * @param residual ‖Av − θv‖ for the returned v of length one, computed afresh
 * @param products operator products spent
 * @param status why the solver stopped
 * @param vector v, or null where nothing finite was found; belongs to the receiver
 */
public record EigenEstimate(
    double value, double residual, int products, EigenStatus status, INDArray vector)
    implements AutoCloseable {
  /** Whether the tolerance was met. */
  public boolean converged() {
    return status == EigenStatus.CONVERGED;
  }

  /** The same without its vector, which stays this one's. */
  public EigenEstimate withoutVector() {
    return new EigenEstimate(value, residual, products, status, null);
  }

  /** Frees the vector. */
  @Override
  public void close() {
    Tensors.free(vector);
  }
}
