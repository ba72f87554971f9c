package org.escapement.engine.compute;

/**
 * Products with a kernel of each example's own, U_i = Rδ_i A_iᵀ + δ_i RA_iᵀ − S with bias part, if
 * it has one, Rδ_i 1 − s, where A_i and RA_i are the patches of two images. Shapes are those of
 * {@link Convolution}. One thread at a time, since scratch is kept.
 */
public interface ExampleConvolutions extends AutoCloseable {
  /**
   * {@code out_i = U_i A_i} with its bias part, and {@code back_i = U_iᵀ δ_i}, added up where
   * patches overlap.
   *
   * @param images of A_i, shape {@code [n, inputs]}
   * @param tangents of RA_i, shape {@code [n, inputs]}; null for zero
   * @param deltas δ_i, shape {@code [n, outputs · positions]}
   * @param deltaTangents Rδ_i, shape {@code [n, outputs · positions]}
   * @param shift S and, with a bias part, s, shaped like a kernel; null for zero
   * @param out shape {@code [n, outputs · positions]}, overwritten
   * @param back shape {@code [n, inputs]}, overwritten; null if not wanted
   */
  void apply(
      Tensor images,
      Tensor tangents,
      Tensor deltas,
      Tensor deltaTangents,
      Tensor[] shift,
      Tensor out,
      Tensor back);

  @Override
  void close();
}
