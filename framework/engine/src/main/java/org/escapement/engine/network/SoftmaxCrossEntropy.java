package org.escapement.engine.network;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * f_i = −Σ_j y_j ln p_j with p = softmax(F_i) and Σ_j y_j = 1; δ = p − y and ∇²f_i = diag p − p pᵀ
 * = L Lᵀ with L = diag √p (I − √p √pᵀ).
 *
 * <p>Losses and probabilities are computed in double: at a well fitted example both are differences
 * of nearly equal numbers.
 */
final class SoftmaxCrossEntropy implements LossFunction {
  // p of the last delta, and what the products with its second derivative need
  private INDArray probabilities;
  private INDArray roots;
  private INDArray scratch;
  private INDArray ones;
  private INDArray factor;

  @Override
  public double delta(INDArray outputs, INDArray targets, INDArray delta) {
    allocate(outputs);
    double[] output = new double[(int) outputs.size(1)];
    double[] target = new double[output.length];
    double sum = 0;
    for (int i = 0; i < outputs.size(0); i++) {
      Tensors.readRow(outputs, i, output);
      Tensors.readRow(targets, i, target);
      sum += softmax(output, target);
      Tensors.writeRow(output, probabilities, i);
      for (int j = 0; j < output.length; j++) {
        target[j] = output[j] - target[j];
      }
      Tensors.writeRow(target, delta, i);
      for (int j = 0; j < output.length; j++) {
        output[j] = Math.sqrt(output[j]);
      }
      Tensors.writeRow(output, roots, i);
    }
    return sum;
  }

  /** Replaces outputs by probabilities; returns f_i. */
  private static double softmax(double[] output, double[] target) {
    int greatest = 0;
    for (int j = 1; j < output.length; j++) {
      if (output[j] > output[greatest]) {
        greatest = j;
      }
    }
    double top = output[greatest];
    double others = 0; // Σ e^{F_j − max} but for the greatest, whose term is one
    double loss = 0;
    for (int j = 0; j < output.length; j++) {
      double below = output[j] - top;
      loss -= target[j] == 0 ? 0 : target[j] * below;
      output[j] = Math.exp(below);
      others += j == greatest ? 0 : output[j];
    }
    for (int j = 0; j < output.length; j++) {
      output[j] /= 1 + others;
    }
    return loss + Math.log1p(others);
  }

  private void allocate(INDArray outputs) {
    if (probabilities == null) {
      DataType type = outputs.dataType();
      long rows = outputs.size(0);
      long width = outputs.size(1);
      probabilities = Tensors.matrix(type, rows, width);
      roots = Tensors.matrix(type, rows, width);
      scratch = Tensors.matrix(type, rows, width);
      ones = Tensors.ones(type, width, 1);
      factor = Tensors.matrix(type, rows, 1);
    }
  }

  @Override
  public void deltaTangent(INDArray rows) {
    Tensors.rowDots(probabilities, rows, scratch, ones, factor);
    rows.subiColumnVector(factor).muli(probabilities);
  }

  @Override
  public void root(INDArray rows) {
    Tensors.rowDots(roots, rows, scratch, ones, factor);
    Tensors.scaleRows(roots, factor, scratch);
    rows.subi(scratch).muli(roots);
  }

  @Override
  public void rootTranspose(INDArray rows) {
    Tensors.rowDots(probabilities, rows, scratch, ones, factor);
    rows.subiColumnVector(factor).muli(roots);
  }

  @Override
  public void close() {
    Tensors.free(probabilities, roots, scratch, ones, factor);
  }
}
