package org.escapement.spi.linearization;

import java.util.Objects;

/**
 * A linear system with feedback (Lessard, Recht &amp; Packard 2016). With q numbers of memory for
 * each coordinate and z the deviation from the fixed point, stacked as q vectors of length p with
 * the point itself first,
 *
 * <pre>z' = (A ⊗ I) z − (b ⊗ P) g,   g = H (cᵀ ⊗ I) z.</pre>
 *
 * Gradient descent: A = 1, b = η, c = 1. Heavy ball on (x, u), u' = βu + ηg, x' = x − u': A = [[1,
 * −β], [0, β]], b = (η, −η), c = (1, 0).
 *
 * <p>The arrays are copied when it is made; do not write those that the accessors return.
 *
 * @param stateMatrix A, q×q
 * @param input b, length q, proportional to the learning rate
 * @param output c, length q
 * @param preconditioner P
 * @param learningRate the rate in force, to which {@code input} is proportional; zero where a
 *     schedule has come to an end at zero
 */
public record Recurrence(
    double[][] stateMatrix,
    double[] input,
    double[] output,
    Preconditioner preconditioner,
    double learningRate)
    implements Linearization {

  /** Checks the shapes and copies the arrays. */
  public Recurrence {
    Objects.requireNonNull(preconditioner, "preconditioner");
    int order = input.length;
    if (order == 0 || output.length != order || stateMatrix.length != order) {
      throw new IllegalArgumentException(
          "A has "
              + stateMatrix.length
              + " rows, b "
              + order
              + " and c "
              + output.length
              + " entries; all three must be the same positive number");
    }
    double[][] rows = new double[order][];
    for (int i = 0; i < order; i++) {
      if (stateMatrix[i].length != order) {
        throw new IllegalArgumentException("row " + i + " of A has not " + order + " entries");
      }
      rows[i] = stateMatrix[i].clone();
    }
    stateMatrix = rows;
    input = input.clone();
    output = output.clone();
    if (!(learningRate >= 0 && Double.isFinite(learningRate))) {
      throw new IllegalArgumentException(
          "learning rate " + learningRate + ", must be finite and not negative");
    }
  }

  /** Plain gradient steps: A = 1, b = η, c = 1, P = I. */
  public static Recurrence gradientDescent(double learningRate) {
    return preconditioned(learningRate, Preconditioner.identity());
  }

  /** Preconditioned gradient steps x' = x − ηPg. */
  public static Recurrence preconditioned(double learningRate, Preconditioner preconditioner) {
    return new Recurrence(
        new double[][] {{1}},
        new double[] {learningRate},
        new double[] {1},
        preconditioner,
        learningRate);
  }

  /** The number q of memory vectors, the point included. */
  public int order() {
    return input.length;
  }

  /** Whether it is x' = x − sPg, without memory: q = 1 and A = 1. */
  public boolean isGradientStep() {
    return order() == 1 && stateMatrix[0][0] == 1;
  }
}
