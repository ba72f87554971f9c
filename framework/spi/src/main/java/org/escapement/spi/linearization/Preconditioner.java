package org.escapement.spi.linearization;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A symmetric positive operator P that a method applies to gradients: the identity, an inverse
 * diagonal D⁻¹, the two-loop product of L-BFGS.
 */
public interface Preconditioner {
  /** How fast P changes near a fixed point, compared with the point itself. */
  enum Pace {
    /** Not at all: what is derived from P holds for ever. */
    CONSTANT,
    /** Over many steps, as the second moments of adaptive methods do: it holds at present. */
    SLOW,
    /** With every step, as curvature pairs do: what is derived from one P decides nothing. */
    FAST
  }

  /** How fast P changes; constant unless said otherwise. */
  default Pace pace() {
    return Pace.CONSTANT;
  }

  /** Whether {@code P v = v} for every v; analyses then leave it out. */
  default boolean isIdentity() {
    return false;
  }

  /**
   * Computes {@code out = P v}.
   *
   * @param v shape {@code [p]}, not written
   * @param out shape {@code [p]}, overwritten; not {@code v} itself
   */
  void apply(INDArray v, INDArray out);

  /** The preconditioner of plain gradient methods. */
  static Preconditioner identity() {
    return new Preconditioner() {
      @Override
      public boolean isIdentity() {
        return true;
      }

      @Override
      public void apply(INDArray v, INDArray out) {
        out.assign(v);
      }
    };
  }

  /**
   * A positive diagonal.
   *
   * @param diagonal the entries of P itself, shape {@code [p]}; kept, not copied
   * @param pace how fast it changes
   */
  static Preconditioner diagonal(INDArray diagonal, Pace pace) {
    return new Preconditioner() {
      @Override
      public Pace pace() {
        return pace;
      }

      @Override
      public void apply(INDArray v, INDArray out) {
        v.mul(diagonal, out);
      }
    };
  }
}
