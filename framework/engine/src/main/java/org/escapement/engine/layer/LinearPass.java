package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sweeps of a layer without parameters that is linear, or linear given a choice that its value
 * sweep makes: every derivative goes forward through that map and backward through its transpose.
 */
abstract class LinearPass implements LayerPass {
  private final INDArray output;
  private final INDArray inputDelta;
  private final INDArray outputTangent;
  private final INDArray inputDeltaTangent;
  private final INDArray outputSecond;
  private final INDArray inputDeltaSecond;

  LinearPass(long inputs, long outputs, Layer.PassSetting setting) {
    DataType type = setting.type();
    int rows = setting.rows();
    boolean back = !setting.first();
    boolean second = back && setting.secondOrder();
    output = matrix(type, rows, outputs);
    inputDelta = back ? matrix(type, rows, inputs) : null;
    outputTangent = second ? matrix(type, rows, outputs) : null;
    inputDeltaTangent = second ? matrix(type, rows, inputs) : null;
    outputSecond = second ? matrix(type, rows, outputs) : null;
    inputDeltaSecond = second ? matrix(type, rows, inputs) : null;
  }

  /** The value, into {@code output}; makes the choice, if there is one. */
  abstract void value(INDArray input, INDArray output);

  /** The map, into {@code output}. */
  abstract void apply(INDArray input, INDArray output);

  /** The map's transpose, into {@code input}. */
  abstract void transpose(INDArray output, INDArray input);

  @Override
  public final INDArray forward(INDArray[] parameters, INDArray input) {
    value(input, output);
    return output;
  }

  @Override
  public final INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    transpose(delta, inputDelta);
    return inputDelta;
  }

  @Override
  public final INDArray tangentForward(
      INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    apply(tangent, outputTangent);
    return outputTangent;
  }

  @Override
  public final INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    transpose(delta, inputDeltaTangent);
    return inputDeltaTangent;
  }

  @Override
  public final INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    apply(second, outputSecond);
    return outputSecond;
  }

  @Override
  public final INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    transpose(delta, inputDeltaSecond);
    return inputDeltaSecond;
  }

  @Override
  public void close() {
    Tensors.free(
        output, inputDelta, outputTangent, inputDeltaTangent, outputSecond, inputDeltaSecond);
  }
}
