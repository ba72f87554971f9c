package org.escapement.engine.layer;

import java.util.List;

/**
 * A fully connected layer, z = a Wᵀ + b, with W of shape {@code [outputs, inputs]} and b, if it has
 * a bias, of shape {@code [outputs]}.
 */
public final class Dense implements Layer {
  private final long inputs;
  private final long outputs;
  private final boolean bias;

  /**
   * A layer with a bias.
   *
   * @param inputs entries of an input row
   * @param outputs entries of an output row
   */
  public Dense(long inputs, long outputs) {
    this(inputs, outputs, true);
  }

  /**
   * @param inputs entries of an input row
   * @param outputs entries of an output row
   * @param bias whether there is a b: before a batch normalisation it would have no effect
   */
  public Dense(long inputs, long outputs, boolean bias) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException("dense layer of " + inputs + " by " + outputs);
    }
    this.inputs = inputs;
    this.outputs = outputs;
    this.bias = bias;
  }

  @Override
  public long outputs() {
    return outputs;
  }

  @Override
  public List<Parameter> parameters() {
    Parameter weight =
        new Parameter(
            "weight", List.of(outputs, inputs), new ParameterRole.Weight(inputs, outputs));
    return bias
        ? List.of(weight, new Parameter("bias", List.of(outputs), new ParameterRole.Bias(inputs)))
        : List.of(weight);
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new DensePass(inputs, outputs, bias, setting);
  }
}
