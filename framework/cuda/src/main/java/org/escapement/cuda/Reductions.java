package org.escapement.cuda;

import static org.escapement.cuda.Card.bits;

import org.escapement.cuda.DevicePool.Block;
import org.nd4j.linalg.api.buffer.DataType;

/** Sums on the device, in an order that depends on shapes alone, not on the card. */
final class Reductions {
  /** Rows that one thread adds up of a column. */
  private static final long CHUNK = 64;

  /** Blocks that a sum over a vector is made in, at most, and entries of a thread, at least. */
  private static final long MOST_PARTIALS = 512;

  private static final long ENTRIES = 8;

  private final Card card;
  private final HostArrays host;

  Reductions(Card card, HostArrays host) {
    this.card = card;
    this.host = host;
  }

  /** {@code out_i = Σ_j a_ij b_ij + beta out_i}; without b where that is null. */
  void rows(CudaTensor a, CudaTensor b, CudaTensor out, double beta) {
    card.launchBlocks(
        a.type(),
        "rowSums",
        a.rows(),
        a.address(),
        a.stride(),
        b == null ? 0 : b.address(),
        b == null ? 0 : b.stride(),
        a.rows(),
        a.columns(),
        out.address(),
        out.stride(),
        bits(beta));
  }

  /** {@code out_j = out_j + factor Σ_i a_ij}. */
  void columns(double factor, CudaTensor a, CudaTensor out) {
    // no more chunks than blocks along y: a kernel must not miss rows
    long chunk = Math.max(CHUNK, (a.rows() + MOST_PARTIALS - 1) / MOST_PARTIALS);
    long chunks = (a.rows() + chunk - 1) / chunk;
    Block partials = card.take(Math.multiplyExact(chunks * Double.BYTES, a.columns()));
    try {
      card.launch(
          a.type(),
          "columnPartials",
          chunks,
          a.columns(),
          a.address(),
          a.stride(),
          a.rows(),
          a.columns(),
          chunk,
          partials.address());
      card.launch(
          a.type(),
          "addColumnPartials",
          1,
          a.columns(),
          partials.address(),
          chunks,
          a.columns(),
          out.address(),
          bits(factor));
    } finally {
      card.giveBack(partials);
    }
  }

  /** Σ a_j b_j, or Σ |a_j| where b is null. */
  double dot(CudaTensor a, CudaTensor b) {
    Block sums = card.take((MOST_PARTIALS + 1) * Double.BYTES);
    try {
      dot(a, b, sums.address() + Double.BYTES, sums.address());
      return host.read(sums.address(), 1)[0];
    } finally {
      card.giveBack(sums);
    }
  }

  private void dot(CudaTensor a, CudaTensor b, long partials, long result) {
    long blocks = Math.min(MOST_PARTIALS, 1 + a.length() / (Card.THREADS * ENTRIES));
    card.launchBlocks(
        a.type(),
        "dotPartials",
        blocks,
        a.address(),
        b == null ? 0 : b.address(),
        a.length(),
        partials);
    card.launchBlocks(a.type(), "sumNumbers", 1, partials, blocks, result);
  }

  /**
   * Removes components one by one; only the coefficients leave the device, and only if wanted.
   *
   * @return the coefficients, or nothing
   */
  double[] remove(CudaTensor[] duals, CudaTensor[] vectors, CudaTensor w, boolean wanted) {
    if (duals.length == 0) {
      return new double[0];
    }
    Block sums = card.take((MOST_PARTIALS + duals.length) * Double.BYTES);
    long partials = sums.address() + (long) duals.length * Double.BYTES;
    try {
      for (int i = 0; i < duals.length; i++) {
        long coefficient = sums.address() + (long) i * Double.BYTES;
        dot(duals[i], w, partials, coefficient);
        card.launch(
            w.type(),
            "subtractMultiple",
            1,
            w.length(),
            coefficient,
            vectors[i].address(),
            w.address(),
            w.length());
      }
      return wanted ? host.read(sums.address(), duals.length) : new double[0];
    } finally {
      card.giveBack(sums);
    }
  }

  /** As {@link org.escapement.engine.compute.Compute#moments}. */
  void moments(
      CudaTensor deviations,
      CudaTensor squares,
      double count,
      double epsilon,
      CudaTensor mean,
      CudaTensor scale) {
    card.launch(
        deviations.type(),
        "moments",
        1,
        deviations.columns(),
        deviations.address(),
        squares.address(),
        deviations.columns(),
        bits(count),
        bits(epsilon),
        mean.address(),
        scale.address());
  }

  /** The cross-entropies of rows, added up. */
  double softmax(
      CudaTensor outputs,
      CudaTensor targets,
      CudaTensor delta,
      CudaTensor probabilities,
      CudaTensor roots,
      CudaTensor likeliest) {
    DataType type = outputs.type();
    Block losses = card.take((outputs.rows() + 1) * Double.BYTES);
    long single = losses.address() + Double.BYTES;
    try {
      card.launch(
          type,
          "softmaxRows",
          1,
          outputs.rows(),
          outputs.address(),
          outputs.stride(),
          targets.address(),
          targets.stride(),
          delta.address(),
          delta.stride(),
          probabilities.address(),
          probabilities.stride(),
          roots.address(),
          roots.stride(),
          likeliest.address(),
          likeliest.stride(),
          outputs.rows(),
          outputs.columns(),
          single);
      card.launchBlocks(type, "sumNumbers", 1, single, outputs.rows(), losses.address());
      return host.read(losses.address(), 1)[0];
    } finally {
      card.giveBack(losses);
    }
  }
}
