package org.escapement.plugin.adam;

import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.impl.transforms.floating.Sqrt;
import org.nd4j.linalg.factory.Nd4j;

/** The mean of squared gradients v' = βv + (1−β)g², by whose root adaptive methods divide. */
final class SquaredGradients {
  private SquaredGradients() {}

  /**
   * P = 1/(√v + ε), v held at its present value: it changes on the time 1/(1−β), the point much
   * faster. Where gradients vanish P grows by 1/√β a step, to 1/ε.
   *
   * @param squares v, shape {@code [p]}, not written
   * @param decay β
   * @param epsilon ε
   */
  static Preconditioner preconditioner(INDArray squares, double decay, double epsilon) {
    INDArray inverse = squares.dup();
    Nd4j.getExecutioner().exec(new Sqrt(inverse, inverse));
    inverse.addi(epsilon);
    inverse.rdivi(1);
    return Preconditioner.adaptive(inverse, new AtRest(1 / Math.sqrt(decay), 1 / epsilon));
  }
}
