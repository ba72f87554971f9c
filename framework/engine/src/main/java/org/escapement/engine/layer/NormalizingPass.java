package org.escapement.engine.layer;

/**
 * A pass that normalises by statistics of examples. In training they are those of its own rows,
 * whose derivative {@link #backward} includes; the rows are then one batch, and each value depends
 * on all of them. For analysis they are fixed: constants, so that every example has derivatives of
 * its own. The tangent and second sweeps need fixed statistics.
 */
public interface NormalizingPass extends LayerPass {
  /** What the last forward sweep normalised by. */
  ChannelStatistics statistics();

  /**
   * Sets what the next sweeps normalise by.
   *
   * @param statistics constants; null for the rows' own statistics
   */
  void fix(ChannelStatistics statistics);
}
