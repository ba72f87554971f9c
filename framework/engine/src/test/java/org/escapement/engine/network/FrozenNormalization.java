package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerPass;
import org.nd4j.linalg.api.ndarray.INDArray;

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
        new Parameter("weight", List.of((long) channels)),
        new Parameter("bias", List.of((long) channels)));
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
    public INDArray forward(INDArray[] parameters, INDArray input) {
      this.input = input.toDoubleMatrix();
      if (mean == null) {
        freeze(this.input);
      }
      INDArray output = input.ulike();
      for (int i = 0; i < this.input.length; i++) {
        for (int k = 0; k < this.input[i].length; k++) {
          int c = k / positions;
          output.putScalar(
              i, k, parameters[0].getDouble(c) * normalized(i, k) + parameters[1].getDouble(c));
        }
      }
      return output;
    }

    private double normalized(int i, int k) {
      return (input[i][k] - mean[k / positions]) * scale[k / positions];
    }

    @Override
    public INDArray backward(
        INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
      INDArray inputDelta = delta.ulike();
      for (int i = 0; i < input.length; i++) {
        for (int k = 0; k < input[i].length; k++) {
          int c = k / positions;
          double d = delta.getDouble(i, k);
          add(gradient[0], c, weight * d * normalized(i, k));
          add(gradient[1], c, weight * d);
          inputDelta.putScalar(i, k, d * parameters[0].getDouble(c) * scale[c]);
        }
      }
      return inputDelta;
    }

    private static void add(INDArray sum, int at, double term) {
      sum.putScalar(0, at, sum.getDouble(0, at) + term);
    }

    @Override
    public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray tangentBackward(
        INDArray[] parameters,
        INDArray[] direction,
        INDArray delta,
        INDArray[] product,
        double weight) {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
      throw new UnsupportedOperationException();
    }

    @Override
    public INDArray secondBackward(
        INDArray[] parameters,
        INDArray[] shift,
        INDArray delta,
        INDArray[] product,
        double weight) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
