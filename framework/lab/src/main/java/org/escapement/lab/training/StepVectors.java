package org.escapement.lab.training;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.optimizer.Vectors;

/**
 * Arithmetic of a step on vectors of a pool. A vector that was lent to nobody, or is part of the
 * trajectory, is not written: what was measured before would silently change.
 *
 * @param pool that lends vectors
 * @param arithmetic on them
 * @param <V> a vector
 */
record StepVectors<V>(VectorPool<V> pool, Vectors<V> arithmetic) implements Vectors<V> {
  @Override
  public V vector() {
    return pool.take();
  }

  @Override
  public V scale(double factor, V a, V out) {
    return arithmetic.scale(factor, a, own(out));
  }

  @Override
  public V add(V a, double factor, V b, V out) {
    return arithmetic.add(a, factor, b, own(out));
  }

  private V own(V out) {
    if (!pool.isOfStep(out)) {
      throw new EscapementException(
          ErrorCode.PLUGIN_CONTRACT,
          "step writes a vector that is not its own, must be one that vector() or gradient() gave in"
              + " the same step");
    }
    return out;
  }
}
