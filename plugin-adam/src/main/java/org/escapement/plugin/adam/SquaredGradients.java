package org.escapement.plugin.adam;

import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** Squares of gradients, gathered as a mean or a sum v, by whose root adaptive methods divide. */
final class SquaredGradients {
  private SquaredGradients() {}

  /**
   * P = 1/(√v + ε), the mean v' = βv + (1−β)g² held at its present value: it changes on the time
   * 1/(1−β), the point much faster. Where gradients vanish P grows by 1/√β a step, to 1/ε.
   *
   * @param squares v, shape {@code [p]}, not written
   * @param decay β
   * @param epsilon ε
   */
  static Preconditioner preconditioner(INDArray squares, double decay, double epsilon) {
    return Preconditioner.adaptive(
        inverseRoot(squares, epsilon), new AtRest(1 / Math.sqrt(decay), 1 / epsilon));
  }

  /**
   * 1/(√v + ε), a new array.
   *
   * @param squares v, shape {@code [p]}, not written
   * @param epsilon ε
   */
  static INDArray inverseRoot(INDArray squares, double epsilon) {
    return root(squares.dup()).addi(epsilon).rdivi(1);
  }

  /** √v, written over v. */
  static INDArray root(INDArray squares) {
    return Nd4j.getExecutioner().exec(new Sqrt(squares, squares));
  }
}
