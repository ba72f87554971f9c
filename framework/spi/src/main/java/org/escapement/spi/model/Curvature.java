package org.escapement.spi.model;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Second derivatives of an objective at one point, applied to vectors. One thread at a time;
 * buffers are freed by {@link #close}.
 */
public interface Curvature extends AutoCloseable {
  /** How second derivatives are obtained. */
  enum Method {
    /** Exact to rounding. */
    EXACT("exact"),
    /** Central differences of the gradient, with their truncation and rounding error. */
    CENTRAL_DIFFERENCES("central differences");

    private final String text;

    Method(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** How second derivatives are obtained. */
  Method method();

  /**
   * Hessian-vector product of a batch: {@code out = H_ξ v} with H_ξ the mean of H_i over the batch.
   *
   * @param v shape {@code [p]}, not written
   * @param out shape {@code [p]}, overwritten; not {@code v}
   */
  void hessianProduct(Batch batch, INDArray v, INDArray out);

  /**
   * An estimate of the error of {@link #hessianProduct} along {@code v}, as a share of the
   * product's length: zero where it is exact to rounding, as it is without an override.
   *
   * @param v shape {@code [p]}, not written
   */
  default double productError(Batch batch, INDArray v) {
    return 0;
  }

  /**
   * Products with the mean and the covariance of the per-example Hessians: {@code mean = H v} and
   * {@code out = Σ v = (1/n) Σ_i (H_i − H)² v}. The largest eigenvalue of Σ is the squared
   * non-uniformity (Wu, Ma &amp; E 2018, §3.1). The mean comes with the covariance at no cost.
   *
   * @param v shape {@code [p]}, not written
   * @param mean shape {@code [p]}, overwritten; neither {@code v} nor {@code out}
   * @param out shape {@code [p]}, overwritten; not {@code v}
   */
  void covarianceProduct(INDArray v, INDArray mean, INDArray out);

  /** The curvatures vᵀH_i v of every example along one direction, in order. */
  double[] perExampleCurvature(INDArray v);

  @Override
  void close();
}
