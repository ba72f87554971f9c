package org.escapement.engine.layer;

import org.escapement.engine.compute.Nonlinearity;

/** An elementwise layer a = φ(z). */
public final class Activation implements Layer {
  /** The value and the slope. */
  private static final int LINEAR_BUFFERS = 2;

  /** Also what the function overwrites, the bend, and φ'' δ_a Qz. */
  private static final int CURVED_BUFFERS = 5;

  private final Nonlinearity function;
  private final long outputs;

  /**
   * @param function φ
   * @param outputs entries of a row, in and out
   */
  public Activation(Nonlinearity function, long outputs) {
    this.function = function;
    this.outputs = outputs;
  }

  @Override
  public long outputs() {
    return outputs;
  }

  /** φ. */
  Nonlinearity function() {
    return function;
  }

  @Override
  public long bufferEntries() {
    return outputs * (function.isPiecewiseLinear() ? LINEAR_BUFFERS : CURVED_BUFFERS);
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new ActivationPass(function, outputs, setting);
  }
}
