package org.escapement.engine.tensor;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The cross-entropies of rows of outputs, in double: at a well fitted example p is one for one
 * class, all but for rounding, and a loss would be a difference of nearly equal numbers.
 */
final class SoftmaxLosses {
  private SoftmaxLosses() {}

  /** As {@link org.escapement.engine.compute.Compute#softmaxCrossEntropy}. */
  static double sum(
      INDArray outputs,
      INDArray targets,
      INDArray delta,
      INDArray probabilities,
      INDArray roots,
      INDArray likeliest) {
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
}
