package org.escapement.engine.layer;

import org.escapement.engine.compute.Tensor;

/**
 * The gradients g_i of single examples with respect to one layer's parameters, after a gradient
 * sweep, as factors: g_i · g_j = (a_i · a_j + c)(d_i · d_j), c being one for a layer with a bias
 * and zero for others, or d_i · d_j where there is no left factor. The right factors come in units,
 * of which some can be asked for at a time.
 */
public interface ExampleGradients {
  /**
   * The left factors a_i, or null.
   *
   * @return shape {@code [rows, m]}; the same whatever δ was
   */
  Tensor left();

  /** c; of no meaning without a left factor. */
  default double leftConstant() {
    return 0;
  }

  /** The number of units of a right factor. */
  int units();

  /** The entries of a unit. */
  long unitEntries();

  /**
   * The units {@code [from, to)} of the right factors d_i.
   *
   * @param out shape {@code [rows, (to - from) · unitEntries]}, overwritten
   */
  void right(int from, int to, Tensor out);
}
