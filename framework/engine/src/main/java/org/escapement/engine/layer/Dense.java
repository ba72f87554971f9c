package org.escapement.engine.layer;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * A fully connected layer, z = a Wᵀ + b, with W of shape {@code [outputs, inputs]} and b of shape
 * {@code [outputs]}.
 */
public final class Dense implements Layer {
  private final long inputs;
  private final long outputs;

  /**
   * @param inputs entries of an input row
   * @param outputs entries of an output row
   */
  public Dense(long inputs, long outputs) {
    if (inputs < 1 || outputs < 1) {
      throw new IllegalArgumentException("dense layer of " + inputs + " by " + outputs);
    }
    this.inputs = inputs;
    this.outputs = outputs;
  }

  @Override
  public long outputs() {
    return outputs;
  }

  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("weight", List.of(outputs, inputs)), new Parameter("bias", List.of(outputs)));
  }

  /** Weights and biases uniform in ±1/√inputs. */
  @Override
  public void initialise(int index, double[] values, RandomGenerator random) {
    double bound = 1 / Math.sqrt(inputs);
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextDouble(-bound, bound);
    }
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new DensePass(inputs, outputs, setting);
  }
}
