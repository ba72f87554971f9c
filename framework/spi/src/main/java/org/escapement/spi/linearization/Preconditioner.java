package org.escapement.spi.linearization;

import java.util.Optional;
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

  /**
   * What becomes of the entries of an adaptive P = 1/(√v + ε) while gradients vanish: v, a decaying
   * mean of their squares, falls by its decay β in every step, so that P grows by 1/√β until ε
   * stops it. Where P is 1/u of a norm u that falls by β, the growth is 1/β.
   *
   * <p>That brings on instability where nothing else changes. With w = ηλmax(P^½HP^½) below the
   * edge of stability at present, a method that sits at a minimum with zero gradients reaches the
   * edge after about ln(edge/w)/ln(growth) steps, provided that the limit lets it; for Adam that is
   * 2 ln(edge/w)/ln(1/β₂).
   *
   * @param growth the factor, above 1, by which entries far below the limit grow in a step
   * @param limit the value that every entry approaches, here 1/ε; infinite where nothing stops them
   */
  record AtRest(double growth, double limit) {
    /** Checks the values. */
    public AtRest {
      if (!(growth > 1)) {
        throw new IllegalArgumentException("growth " + growth + ", must be above 1");
      }
      if (!(limit > 0)) {
        throw new IllegalArgumentException("limit " + limit + ", must be positive");
      }
    }
  }

  /** How fast P changes; constant unless said otherwise. */
  default Pace pace() {
    return Pace.CONSTANT;
  }

  /**
   * What becomes of P while gradients vanish; empty where it then stays as it is, or changes by no
   * fixed factor.
   */
  default Optional<AtRest> atRest() {
    return Optional.empty();
  }

  /**
   * The entries of P, shape {@code [p]}, not to be written, where it is a diagonal that is at hand;
   * empty for the identity and all others.
   */
  default Optional<INDArray> diagonal() {
    return Optional.empty();
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
    return new DiagonalPreconditioner(diagonal, pace, Optional.empty());
  }

  /**
   * A positive diagonal that follows the squares of gradients slowly and grows where they vanish.
   *
   * @param diagonal the present entries of P itself, shape {@code [p]}; kept, not copied
   * @param atRest what becomes of them while gradients vanish
   */
  static Preconditioner adaptive(INDArray diagonal, AtRest atRest) {
    return new DiagonalPreconditioner(diagonal, Pace.SLOW, Optional.of(atRest));
  }
}
