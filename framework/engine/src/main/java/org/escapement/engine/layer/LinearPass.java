package org.escapement.engine.layer;

import org.escapement.engine.compute.Tensor;

/**
 * The sweeps of a layer without parameters that is linear, or linear given a choice that its value
 * sweep makes: every derivative goes forward through that map and backward through its transpose.
 */
abstract class LinearPass implements LayerPass {
  private final Tensor output;
  private final Tensor inputDelta;
  private final Tensor outputTangent;
  private final Tensor inputDeltaTangent;
  private final Tensor outputSecond;
  private final Tensor inputDeltaSecond;

  LinearPass(long inputs, long outputs, Layer.PassSetting setting) {
    boolean back = !setting.first();
    boolean second = back && setting.secondOrder();
    output = setting.buffer(outputs);
    inputDelta = back ? setting.buffer(inputs) : null;
    outputTangent = second ? setting.buffer(outputs) : null;
    inputDeltaTangent = second ? setting.buffer(inputs) : null;
    outputSecond = second ? setting.buffer(outputs) : null;
    inputDeltaSecond = second ? setting.buffer(inputs) : null;
  }

  /** The value, into {@code output}; makes the choice, if there is one. */
  void value(Tensor input, Tensor output) {
    apply(input, output);
  }

  /** The map, into {@code output}. */
  abstract void apply(Tensor input, Tensor output);

  /** The map's transpose, into {@code input}. */
  abstract void transpose(Tensor output, Tensor input);

  @Override
  public final Tensor forward(Tensor[] parameters, Tensor input) {
    value(input, output);
    return output;
  }

  @Override
  public final Tensor backward(
      Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
    transpose(delta, inputDelta);
    return inputDelta;
  }

  @Override
  public final Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
    apply(tangent, outputTangent);
    return outputTangent;
  }

  @Override
  public final Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
    transpose(delta, inputDeltaTangent);
    return inputDeltaTangent;
  }

  @Override
  public final Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
    apply(second, outputSecond);
    return outputSecond;
  }

  @Override
  public final Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
    transpose(delta, inputDeltaSecond);
    return inputDeltaSecond;
  }

  @Override
  public void close() {
    Tensor.close(
        output, inputDelta, outputTangent, inputDeltaTangent, outputSecond, inputDeltaSecond);
  }
}
