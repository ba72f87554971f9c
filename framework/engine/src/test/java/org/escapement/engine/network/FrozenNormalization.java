package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerPass;
import org.escapement.engine.layer.ParameterRole;
import org.escapement.engine.tensor.HostTensors;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What batch normalisation is in analysis, in plain loops: an affine map whose statistics are those
 * of the rows that it sees first. Value and gradient only.
 */
final class FrozenNormalization implements Layer {
  private static final double EPSILON = 1e-5;

  private final int channels;
  private final int positions;
  private double[] mean;
  private double[] scale;

  FrozenNormalization(long channels, long positions) {
    this.channels = (int) channels;
    this.positions = (int) positions;
  }

  @Override
  public long outputs() {
    return (long) channels * positions;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("weight", List.of((long) channels), new ParameterRole.Constant(1)),
        new Parameter("bias", List.of((long) channels), new ParameterRole.Constant(0)));
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new Pass();
  }

  private void freeze(double[][] rows) {
    mean = new double[channels];
    scale = new double[channels];
    int count = rows.length * positions;
    for (int c = 0; c < channels; c++) {
      for (double[] row : rows) {
        for (int q = 0; q < positions; q++) {
          mean[c] += row[c * positions + q] / count;
        }
      }
      double variance = 0;
      for (double[] row : rows) {
        for (int q = 0; q < positions; q++) {
          variance += Math.pow(row[c * positions + q] - mean[c], 2) / count;
        }
      }
      scale[c] = 1 / Math.sqrt(variance + EPSILON);
    }
  }

  private final class Pass implements LayerPass {
    private double[][] input;

    @Override
    public Tensor forward(Tensor[] parameters, Tensor input) {
      this.input = HostTensors.values(input);
      if (mean == null) {
        freeze(this.input);
      }
      double[] weights = HostTensors.entries(parameters[0]);
      double[] biases = HostTensors.entries(parameters[1]);
      double[][] output = new double[this.input.length][channels * positions];
      for (int i = 0; i < output.length; i++) {
        for (int k = 0; k < output[i].length; k++) {
          output[i][k] = weights[k / positions] * normalized(i, k) + biases[k / positions];
        }
      }
      return HostTensors.of(DataType.DOUBLE, output);
    }

    private double normalized(int i, int k) {
      return (input[i][k] - mean[k / positions]) * scale[k / positions];
    }

    @Override
    public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
      double[] weights = HostTensors.entries(parameters[0]);
      double[][] deltas = HostTensors.values(delta);
      double[] ofWeights = new double[channels];
      double[] ofBiases = new double[channels];
      for (int i = 0; i < input.length; i++) {
        for (int k = 0; k < input[i].length; k++) {
          int c = k / positions;
          ofWeights[c] += weight * deltas[i][k] * normalized(i, k);
          ofBiases[c] += weight * deltas[i][k];
          deltas[i][k] *= weights[c] * scale[c];
        }
      }
      add(ofWeights, gradient[0]);
      add(ofBiases, gradient[1]);
      return HostTensors.of(DataType.DOUBLE, deltas);
    }

    private static void add(double[] numbers, Tensor sum) {
      Tensor terms = HostTensors.of(DataType.DOUBLE, new double[][] {numbers});
      HostTensors.COMPUTE.add(sum, 1, terms, sum);
    }

    @Override
    public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor tangentBackward(
        Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Tensor secondBackward(
        Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
