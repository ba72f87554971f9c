package org.escapement.lab.meansquare;

import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.model.Jacobian;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * u ↦ J P Jᵀu on vectors of nk entries, entry ik + κ belonging to output κ of example i: a backward
 * sweep, the preconditioner and a forward sweep, in the type of the model.
 */
final class GramOperator implements AutoCloseable {
  private final Jacobian jacobian;
  private final Preconditioner preconditioner;
  private final int examples;
  private final int outputs;
  private final INDArray weights;
  private final INDArray images;
  private final INDArray pulledBack;
  private final INDArray preconditioned;
  private final double[] row;

  /**
   * @param jacobian stays the caller's to close
   * @param preconditioner P
   * @param dimension the length of parameter vectors
   * @param type of the model
   */
  GramOperator(
      Jacobian jacobian,
      Preconditioner preconditioner,
      int examples,
      long dimension,
      DataType type) {
    this.jacobian = jacobian;
    this.preconditioner = preconditioner;
    this.examples = examples;
    this.outputs = jacobian.outputs();
    this.weights = Tensors.matrix(type, examples, outputs);
    this.images = Tensors.matrix(type, examples, outputs);
    this.pulledBack = Tensors.vector(type, dimension);
    this.preconditioned =
        preconditioner.isIdentity() ? pulledBack : Tensors.vector(type, dimension);
    this.row = new double[outputs];
  }

  /** nk. */
  int length() {
    return Math.multiplyExact(examples, outputs);
  }

  int examples() {
    return examples;
  }

  int outputs() {
    return outputs;
  }

  /** Computes {@code out = J P Jᵀ u}. */
  void apply(double[] u, double[] out) {
    for (int example = 0; example < examples; example++) {
      System.arraycopy(u, example * outputs, row, 0, outputs);
      Tensors.writeRow(row, weights, example);
    }
    jacobian.transposeProduct(weights, pulledBack);
    if (!preconditioner.isIdentity()) {
      preconditioner.apply(pulledBack, preconditioned);
    }
    jacobian.product(preconditioned, images);
    for (int example = 0; example < examples; example++) {
      Tensors.readRow(images, example, row);
      System.arraycopy(row, 0, out, example * outputs, outputs);
    }
  }

  /** J_iJ_iᵀ, k×k, one in each row: without P. */
  NativeMatrix exampleGrams() {
    INDArray grams = Tensors.matrix(weights.dataType(), examples, (long) outputs * outputs);
    NativeMatrix blocks = NativeMatrix.zeros(examples, outputs * outputs);
    double[] block = new double[outputs * outputs];
    try {
      jacobian.exampleGrams(grams.reshape('c', examples, outputs, outputs));
      for (int example = 0; example < examples; example++) {
        Tensors.readRow(grams, example, block);
        blocks.entries().put((long) example * block.length, block, 0, block.length);
      }
      return blocks;
    } finally {
      Tensors.free(grams);
    }
  }

  /** The matrix itself, column by column: row and column κn + i belong to output κ of example i. */
  INDArray matrix() {
    int size = length();
    INDArray matrix = Tensors.matrix(DataType.DOUBLE, size, size);
    double[] unit = new double[size];
    double[] column = new double[size];
    double[] reordered = new double[size];
    for (int output = 0; output < outputs; output++) {
      for (int example = 0; example < examples; example++) {
        unit[example * outputs + output] = 1;
        apply(unit, column);
        unit[example * outputs + output] = 0;
        for (int at = 0; at < size; at++) {
          reordered[at % outputs * examples + at / outputs] = column[at];
        }
        Tensors.writeRow(reordered, matrix, (long) output * examples + example);
      }
    }
    return matrix;
  }

  @Override
  public void close() {
    Tensors.free(weights, images, pulledBack);
    if (preconditioned != pulledBack) {
      Tensors.free(preconditioned);
    }
  }
}
