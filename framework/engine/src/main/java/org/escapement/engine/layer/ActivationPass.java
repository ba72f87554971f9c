package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;

import org.escapement.engine.layer.Activation.ActivationFunction;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sweeps of an elementwise layer: δ_z = φ' δ_a, Ra = φ' Rz, Rδ_z = φ' Rδ_a + φ'' δ_a Rz, and Q
 * likewise. Rows that come in are multiplied in place.
 */
final class ActivationPass implements LayerPass {
  private final ActivationFunction function;
  private final INDArray value;
  private final INDArray slope;

  // only where φ'' is not zero: φ'' δ_a, Rz, Qz
  private final INDArray bend;
  private final INDArray inputTangent;
  private final INDArray inputSecond;

  ActivationPass(ActivationFunction function, long outputs, Layer.PassSetting setting) {
    this.function = function;
    DataType type = setting.type();
    int rows = setting.rows();
    value = matrix(type, rows, outputs);
    slope = matrix(type, rows, outputs);
    boolean curved = setting.secondOrder() && !function.piecewiseLinear();
    bend = curved ? matrix(type, rows, outputs) : null;
    inputTangent = curved ? matrix(type, rows, outputs) : null;
    inputSecond = curved ? matrix(type, rows, outputs) : null;
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    function.value(input, value);
    return value;
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    function.slope(value, slope);
    if (bend != null) {
      function.bend(value, slope, bend);
      bend.muli(delta);
    }
    return delta.muli(slope);
  }

  @Override
  public INDArray tangentForward(INDArray[] parameters, INDArray[] direction, INDArray tangent) {
    return forwardDerivative(tangent, inputTangent);
  }

  @Override
  public INDArray tangentBackward(
      INDArray[] parameters,
      INDArray[] direction,
      INDArray delta,
      INDArray[] product,
      double weight) {
    return backwardDerivative(delta, inputTangent);
  }

  @Override
  public INDArray secondForward(INDArray[] parameters, INDArray[] shift, INDArray second) {
    return forwardDerivative(second, inputSecond);
  }

  @Override
  public INDArray secondBackward(
      INDArray[] parameters, INDArray[] shift, INDArray delta, INDArray[] product, double weight) {
    return backwardDerivative(delta, inputSecond);
  }

  private INDArray forwardDerivative(INDArray derivative, INDArray bent) {
    if (bent != null) {
      derivative.mul(bend, bent);
    }
    return derivative.muli(slope);
  }

  private INDArray backwardDerivative(INDArray delta, INDArray bent) {
    delta.muli(slope);
    return bent == null ? delta : delta.addi(bent);
  }

  @Override
  public void close() {
    Tensors.free(value, slope, bend, inputTangent, inputSecond);
  }
}
