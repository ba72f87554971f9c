package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;

import org.escapement.engine.layer.Activation.ActivationFunction;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The sweeps of an elementwise layer: δ_z = φ' δ_a, Ra = φ' Rz, Rδ_z = φ' Rδ_a + φ'' δ_a Rz, and Q
 * likewise. Derivatives that come in are multiplied in place.
 */
final class ActivationPass implements LayerPass {
  private final ActivationFunction function;
  private final INDArray value;
  private final INDArray slope;

  // overwritten by the function in the gradient sweep; null if it is piecewise linear
  private final INDArray scratch;

  // only where φ'' is not zero: φ'' δ_a, φ'' δ_a Rz, φ'' δ_a Qz
  private final INDArray bend;
  private final INDArray inputTangent;
  private final INDArray inputSecond;

  // z; owned by the layer before
  private INDArray input;

  ActivationPass(ActivationFunction function, long outputs, Layer.PassSetting setting) {
    this.function = function;
    DataType type = setting.type();
    int rows = setting.rows();
    value = matrix(type, rows, outputs);
    slope = matrix(type, rows, outputs);
    boolean curved = setting.secondOrder() && !function.piecewiseLinear();
    bend = curved ? matrix(type, rows, outputs) : null;
    scratch = function.piecewiseLinear() ? null : matrix(type, rows, outputs);
    // a gradient sweep voids the tangent, so they can share a buffer
    inputTangent = curved ? scratch : null;
    inputSecond = curved ? matrix(type, rows, outputs) : null;
  }

  @Override
  public INDArray forward(INDArray[] parameters, INDArray input) {
    this.input = input;
    function.value(input, value, scratch);
    return value;
  }

  @Override
  public INDArray backward(
      INDArray[] parameters, INDArray delta, INDArray[] gradient, double weight) {
    function.slope(input, value, slope, scratch);
    if (bend != null) {
      function.bend(input, value, slope, bend, scratch);
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
    Tensors.free(value, slope, scratch, bend, inputSecond);
  }
}
