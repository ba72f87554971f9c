package org.escapement.engine.network;

import java.util.Arrays;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * f_i = −Σ_j y_j ln p_j with p = softmax(F_i) and Σ_j y_j = 1; δ = p − y and ∇²f_i = diag p − p pᵀ
 * = L Lᵀ with L = diag √p (I − √p √pᵀ).
 *
 * <p>At a well fitted example p is one for one class, all but for rounding, and a loss, a
 * derivative or a product would be a difference of nearly equal numbers. So losses and
 * probabilities are computed in double; and products are those of F less its entry of that class,
 * since ∇²f_i 1 = 0.
 */
final class SoftmaxCrossEntropy implements LossFunction {
  // p of the last delta, and what the products with its second derivative need
  private INDArray probabilities;
  private INDArray roots;
  private INDArray likeliest; // one where p is greatest, zero elsewhere
  private INDArray scratch;
  private INDArray ones;
  private INDArray factor;

  @Override
  public double delta(INDArray outputs, INDArray targets, INDArray delta) {
    allocate(outputs);
    double[] output = new double[(int) outputs.size(1)];
    double[] target = new double[output.length];
    double[] indicator = new double[output.length];
    double sum = 0;
    for (int i = 0; i < outputs.size(0); i++) {
      Tensors.readRow(outputs, i, output);
      Tensors.readRow(targets, i, target);
      sum += softmax(output, target);
      Arrays.fill(indicator, 0);
      indicator[greatest(output)] = 1;
      Tensors.writeRow(indicator, likeliest, i);
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
    int greatest = greatest(output);
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

  private static int greatest(double[] values) {
    int greatest = 0;
    for (int j = 1; j < values.length; j++) {
      if (values[j] > values[greatest]) {
        greatest = j;
      }
    }
    return greatest;
  }

  private void allocate(INDArray outputs) {
    if (probabilities == null) {
      DataType type = outputs.dataType();
      long rows = outputs.size(0);
      long width = outputs.size(1);
      probabilities = Tensors.matrix(type, rows, width);
      roots = Tensors.matrix(type, rows, width);
      likeliest = Tensors.matrix(type, rows, width);
      scratch = Tensors.matrix(type, rows, width);
      ones = Tensors.ones(type, width, 1);
      factor = Tensors.matrix(type, rows, 1);
    }
  }

  @Override
  public void deltaTangent(INDArray rows) {
    subtractMean(rows);
    rows.muli(probabilities);
  }

  /** Subtracts Σ p_j r_j from every entry of a row r. */
  private void subtractMean(INDArray rows) {
    Tensors.rowDots(likeliest, rows, scratch, ones, factor);
    rows.subiColumnVector(factor);
    Tensors.rowDots(probabilities, rows, scratch, ones, factor);
    rows.subiColumnVector(factor);
  }

  @Override
  public void root(INDArray rows) {
    Tensors.rowDots(roots, rows, scratch, ones, factor);
    Tensors.scaleRows(roots, factor, scratch);
    rows.subi(scratch).muli(roots);
  }

  @Override
  public void rootTranspose(INDArray rows) {
    subtractMean(rows);
    rows.muli(roots);
  }

  @Override
  public void close() {
    Tensors.free(probabilities, roots, likeliest, scratch, ones, factor);
  }
}
