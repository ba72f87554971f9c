package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;
import static org.escapement.engine.tensor.Tensors.multiply;
import static org.escapement.engine.tensor.Tensors.ones;
import static org.escapement.engine.tensor.Tensors.rowDots;
import static org.escapement.engine.tensor.Tensors.scaleRows;

import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The sweeps of a dense layer. Example i's gradient is δ_iᵀ a_i, so its tangent is the rank-two
 * matrix U_i = Rδ_iᵀ a_i + δ_iᵀ Ra_i with bias part Rδ_i, and products with U_i are sums of rows
 * scaled by inner products: a_i U_iᵀ = (a·a) Rδ + (a·Ra) δ and δ_i U_i = (δ·Rδ) a + (δ·δ) Ra. All
 * arrays shaped like the parameters have a second entry only if there is a bias.
 */
final class DensePass implements LayerPass {
  private final boolean first;
  private final boolean bias;
  private final INDArray output;
  private final INDArray inputDelta;
  private final INDArray onesRow;
  private final Second second;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private INDArray input;
  private INDArray delta;
  private boolean held;
  private INDArray inputTangent;
  private INDArray deltaTangent;
  private INDArray inputSecond;

  DensePass(long inputs, long outputs, boolean bias, Layer.PassSetting setting) {
    first = setting.first();
    this.bias = bias;
    output = matrix(setting.type(), setting.rows(), outputs);
    inputDelta = first ? null : matrix(setting.type(), setting.rows(), inputs);
    onesRow = ones(setting.type(), 1, setting.rows());
    second = setting.secondOrder() ? new Second(inputs, outputs, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final INDArray outputTangent;
    final INDArray inputDeltaTangent;
    final INDArray outputSecond;
    final INDArray inputDeltaSecond;
    final INDArray inputScratch;
    final INDArray outputScratch;
    final INDArray onesInput;
    final INDArray onesOutput;
    final INDArray inputSquare; // a·a
    final INDArray deltaSquare; // δ·δ
    final INDArray factor;

    Second(long inputs, long outputs, Layer.PassSetting setting) {
      int rows = setting.rows();
      DataType type = setting.type();
      boolean first = setting.first();
      outputTangent = matrix(type, rows, outputs);
      inputDeltaTangent = first ? null : matrix(type, rows, inputs);
      outputSecond = matrix(type, rows, outputs);
      inputDeltaSecond = first ? null : matrix(type, rows, inputs);
      inputScratch = matrix(type, rows, inputs);
      outputScratch = matrix(type, rows, outputs);
      onesInput = ones(type, inputs, 1);
      onesOutput = ones(type, outputs, 1);
      inputSquare = matrix(type, rows, 1);
      deltaSquare = matrix(type, rows, 1);
      factor = matrix(type, rows, 1);
    }

    void free() {
      Tensors.free(
          outputTangent,
          inputDeltaTangent,
          outputSecond,
          inputDeltaSecond,
          inputScratch,
          outputScratch,
          onesInput,
          onesOutput,
          inputSquare,
          deltaSquare,
          factor);
    }
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    this.input = input;
    multiply(input, false, parameters[0], true, output, 1, 0);
    if (bias) {
      output.addiRowVector(parameters[1]);
    }
    if (second != null) {
      rowDots(input, input, second.inputScratch, second.onesInput, second.inputSquare);
    }
    return output;
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    this.delta = delta;
    if (gradient != null) {
      addOuter(delta, input, gradient, weight);
    }
    if (second != null) {
      rowDots(delta, delta, second.outputScratch, second.onesOutput, second.deltaSquare);
    }
    if (!first) {
      multiply(delta, false, parameters[0], false, inputDelta, 1, 0);
    }
    return inputDelta;
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    inputTangent = tangent;
    held = direction == null;
    INDArray result = second.outputTangent;
    if (!held) {
      multiply(input, false, direction[0], true, result, 1, 0);
      if (bias) {
        result.addiRowVector(direction[1]);
      }
    }
    if (tangent != null) {
      multiply(tangent, false, parameters[0], true, result, 1, held ? 0 : 1);
    }
    return result;
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    deltaTangent = delta;
    if (product != null) {
      addOuter(delta, input, product, weight);
      if (inputTangent != null) {
        multiply(this.delta, true, inputTangent, false, product[0], weight, 1);
      }
    }
    INDArray result = second.inputDeltaTangent;
    if (!first) {
      multiply(delta, false, parameters[0], false, result, 1, 0);
      if (!held) {
        multiply(this.delta, false, direction[0], false, result, 1, 1);
      }
    }
    return result;
  }

  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    inputSecond = second;
    Second own = this.second;
    INDArray result = own.outputSecond;
    if (held) {
      multiply(second, false, parameters[0], true, result, 1, 0);
      return result;
    }
    // (a·a + 1) Rδ: the one is the bias
    own.inputSquare.add(bias ? 1 : 0, own.factor);
    scaleRows(deltaTangent, own.factor, result);
    if (inputTangent != null) {
      rowDots(input, inputTangent, own.inputScratch, own.onesInput, own.factor);
      scaleRows(delta, own.factor, own.outputScratch);
      result.addi(own.outputScratch);
    }
    if (second != null) {
      multiply(second, false, parameters[0], true, result, 1, 1);
    }
    if (shift != null) {
      multiply(input, false, shift[0], true, result, -1, 1);
      if (bias) {
        result.subiRowVector(shift[1]);
      }
    }
    return result;
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    if (product != null) {
      addOuter(delta, input, product, weight);
      if (inputSecond != null) {
        multiply(this.delta, true, inputSecond, false, product[0], weight, 1);
      }
    }
    Second own = this.second;
    INDArray result = own.inputDeltaSecond;
    if (held) {
      multiply(delta, false, parameters[0], false, result, 1, 0);
      return result;
    }
    if (!first) {
      rowDots(this.delta, deltaTangent, own.outputScratch, own.onesOutput, own.factor);
      scaleRows(input, own.factor, result);
      if (inputTangent != null) {
        scaleRows(inputTangent, own.deltaSquare, own.inputScratch);
        result.addi(own.inputScratch);
      }
      multiply(delta, false, parameters[0], false, result, 1, 1);
      if (shift != null) {
        multiply(this.delta, false, shift[0], false, result, -1, 1);
      }
    }
    return result;
  }

  @Override
  public void addCurvature(INDArray[] direction, INDArray curvature) {
    Second own = second;
    multiply(input, false, direction[0], true, own.outputSecond, 1, 0);
    if (bias) {
      own.outputSecond.addiRowVector(direction[1]);
    }
    rowDots(own.outputSecond, deltaTangent, own.outputScratch, own.onesOutput, own.factor);
    curvature.addi(own.factor);
    if (inputTangent != null) {
      multiply(inputTangent, false, direction[0], true, own.outputSecond, 1, 0);
      rowDots(own.outputSecond, delta, own.outputScratch, own.onesOutput, own.factor);
      curvature.addi(own.factor);
    }
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    return List.of(new Gradients());
  }

  /** δ_iᵀ a_i and, for a bias, δ_i: left a_i, right δ_i. */
  private final class Gradients implements ExampleGradients {
    @Override
    public INDArray left() {
      return input;
    }

    @Override
    public double leftConstant() {
      return bias ? 1 : 0;
    }

    @Override
    public int units() {
      return (int) output.size(1);
    }

    @Override
    public long unitEntries() {
      return 1;
    }

    @Override
    public void right(int from, int to, INDArray out) {
      out.assign(delta.get(NDArrayIndex.all(), NDArrayIndex.interval(from, to)));
    }
  }

  private void addOuter(INDArray left, INDArray right, INDArray[] sum, double weight) {
    multiply(left, true, right, false, sum[0], weight, 1);
    if (bias) {
      multiply(onesRow, false, left, false, sum[1], weight, 1);
    }
  }

  @Override
  public void close() {
    Tensors.free(output, inputDelta, onesRow);
    if (second != null) {
      second.free();
    }
  }
}
