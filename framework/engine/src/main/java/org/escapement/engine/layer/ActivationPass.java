package org.escapement.engine.layer;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.compute.Tensor;

/**
 * The sweeps of an elementwise layer: δ_z = φ' δ_a, Ra = φ' Rz, Rδ_z = φ' Rδ_a + φ'' δ_a Rz, and Q
 * likewise. Derivatives that come in are multiplied in place.
 */
final class ActivationPass implements LayerPass {
  private final Compute compute;
  private final Nonlinearity function;
  private final Tensor value;
  private final Tensor slope;

  // overwritten by the function in the gradient sweep; null if it is piecewise linear
  private final Tensor scratch;

  // only where φ'' is not zero: φ'' δ_a, φ'' δ_a Rz, φ'' δ_a Qz
  private final Tensor bend;
  private final Tensor inputTangent;
  private final Tensor inputSecond;

  // z; owned by the layer before
  private Tensor input;

  ActivationPass(Nonlinearity function, long outputs, Layer.PassSetting setting) {
    this.compute = setting.compute();
    this.function = function;
    value = setting.buffer(outputs);
    slope = setting.buffer(outputs);
    boolean curved = setting.secondOrder() && !function.isPiecewiseLinear();
    bend = curved ? setting.buffer(outputs) : null;
    scratch = function.isPiecewiseLinear() ? null : setting.buffer(outputs);
    // a gradient sweep voids the tangent, so they can share a buffer
    inputTangent = curved ? scratch : null;
    inputSecond = curved ? setting.buffer(outputs) : null;
  }

  @Override
  public Tensor forward(Tensor[] parameters, Tensor input) {
    this.input = input;
    compute.value(function, input, value, scratch);
    return value;
  }

  @Override
  public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
    compute.slope(function, input, value, slope, scratch);
    if (bend != null) {
      compute.bend(function, input, value, slope, bend, scratch);
      compute.multiplyEntries(bend, delta, bend);
    }
    compute.multiplyEntries(delta, slope, delta);
    return delta;
  }

  @Override
  public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
    return forwardDerivative(tangent, inputTangent);
  }

  @Override
  public Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
    return backwardDerivative(delta, inputTangent);
  }

  @Override
  public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
    return forwardDerivative(second, inputSecond);
  }

  @Override
  public Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
    return backwardDerivative(delta, inputSecond);
  }

  private Tensor forwardDerivative(Tensor derivative, Tensor bent) {
    if (bent != null) {
      compute.multiplyEntries(derivative, bend, bent);
    }
    compute.multiplyEntries(derivative, slope, derivative);
    return derivative;
  }

  private Tensor backwardDerivative(Tensor delta, Tensor bent) {
    compute.multiplyEntries(delta, slope, delta);
    if (bent != null) {
      compute.add(delta, 1, bent, delta);
    }
    return delta;
  }

  @Override
  public void close() {
    Tensor.close(value, slope, scratch, bend, inputSecond);
  }
}
