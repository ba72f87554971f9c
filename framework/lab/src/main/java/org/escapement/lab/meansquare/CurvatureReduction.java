package org.escapement.lab.meansquare;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Makes the {@link ReducedCurvature} of a minimum under a preconditioner P, that is, of the rows
 * J_iP^½: with y = P^{-½}x a preconditioned method is a plain one.
 */
public final class CurvatureReduction {
  /** Rows of a Gram matrix up to which all of its eigenvalues take seconds. */
  public static final int MOST_ROWS = 2000;

  /** Of the rounding error of one entry, what an eigenvalue may have. */
  private static final double ROUNDING = 16;

  private CurvatureReduction() {}

  /**
   * Reduces: to all modes where the rows n·k of the Jacobian are few, {@link #MOST_ROWS}, otherwise
   * to a subspace of parameters that carries most of the noise.
   *
   * @param objective the loss, whose model has outputs
   * @param jacobian its Jacobian at the minimum, scaled by the loss; stays the caller's to close
   * @param preconditioner P
   * @param mostModes the dimension of the subspace
   * @param random the source of its first vector
   * @return the curvature, or empty if there is none
   */
  public static Optional<ReducedCurvature> of(
      Objective objective,
      Jacobian jacobian,
      Preconditioner preconditioner,
      int mostModes,
      RandomGenerator random) {
    int examples = objective.examples();
    int outputs = jacobian.outputs();
    DataType type = objective.precision();
    long rows = (long) examples * outputs;
    if (rows <= MOST_ROWS && preconditioner.isIdentity()) {
      INDArray gram = Tensors.matrix(DataType.DOUBLE, rows, rows);
      try {
        jacobian.gram(gram);
        return isZero(gram)
            ? Optional.empty()
            : Optional.of(ReducedCurvature.ofGram(gram, examples, outputs));
      } finally {
        Tensors.free(gram);
      }
    }
    try (GramOperator operator =
        new GramOperator(jacobian, preconditioner, examples, objective.dimension(), type)) {
      if (rows > MOST_ROWS) {
        return NoiseSubspace.reduce(operator, type, mostModes, random);
      }
      INDArray gram = operator.matrix();
      try {
        return isZero(gram)
            ? Optional.empty()
            : Optional.of(
                ReducedCurvature.ofGram(
                    gram, examples, outputs, Integer.MAX_VALUE, ROUNDING * Tensors.epsilon(type)));
      } finally {
        Tensors.free(gram);
      }
    }
  }

  private static boolean isZero(INDArray gram) {
    return !(gram.amaxNumber().doubleValue() > 0);
  }
}
