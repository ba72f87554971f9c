package org.escapement.engine.layer;

import org.nd4j.linalg.api.ndarray.INDArray;

/** An elementwise layer a = φ(z). */
public final class Activation implements Layer {
  /** The value and the slope. */
  private static final int LINEAR_BUFFERS = 2;

  /** Also what the function overwrites, the bend, and φ'' δ_a Qz. */
  private static final int CURVED_BUFFERS = 5;

  private final ActivationFunction function;
  private final long outputs;

  /**
   * @param function φ
   * @param outputs entries of a row, in and out
   */
  public Activation(ActivationFunction function, long outputs) {
    this.function = function;
    this.outputs = outputs;
  }

  @Override
  public long outputs() {
    return outputs;
  }

  /** φ. */
  ActivationFunction function() {
    return function;
  }

  @Override
  public long bufferEntries() {
    return outputs * (function.piecewiseLinear() ? LINEAR_BUFFERS : CURVED_BUFFERS);
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new ActivationPass(function, outputs, setting);
  }

  /**
   * φ with its derivatives, each evaluated once and kept. {@code z} and the values that earlier
   * calls wrote are only read; {@code scratch}, of their shape, may be overwritten, and is null for
   * a piecewise linear function.
   */
  public interface ActivationFunction {
    /** Writes φ(z) into {@code value}. */
    void value(INDArray z, INDArray value, INDArray scratch);

    /** Writes φ'(z) into {@code slope}, given z and φ(z). */
    void slope(INDArray z, INDArray value, INDArray slope, INDArray scratch);

    /** Whether φ'' is zero wherever it exists. */
    boolean piecewiseLinear();

    /** Whether z ≤ w makes φ(z) ≤ φ(w), so that a maximum can be taken before φ. */
    boolean isMonotone();

    /** Writes φ''(z) into {@code bend}, given z, φ(z) and φ'(z). Not called if piecewise linear. */
    void bend(INDArray z, INDArray value, INDArray slope, INDArray bend, INDArray scratch);
  }
}
