package org.escapement.engine.layer;

import org.escapement.engine.compute.Tensor;

/**
 * The sweeps of batch normalisation. With fixed statistics it is affine in a, and Râ = s Ra. The
 * tangent of an example's gradient, U_i = (Σ Rδ_i â_i + δ_i Râ_i, Σ Rδ_i), is two numbers for each
 * channel and is formed. Derivatives that come in forward are scaled by s in place.
 */
class BatchNormalizationPass extends NormalizedValues {
  /** Buffers with an entry for each channel of a row. */
  static final int CHANNEL_BUFFERS = 11;

  private final Second second;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private boolean held;
  private Tensor normalizedTangent;
  private Tensor normalizedSecond;

  BatchNormalizationPass(long channels, long positions, double epsilon, Layer.PassSetting setting) {
    super(channels, positions, epsilon, setting);
    second = setting.secondOrder() ? new Second(channels * positions, channels, setting) : null;
  }

  /** The buffers of the tangent and second sweeps. */
  private static final class Second {
    final Tensor outputTangent;
    final Tensor inputDeltaTangent;
    final Tensor outputSecond;
    final Tensor inputDeltaSecond;

    // U_i, and U_i without the shift
    final Tensor weightTangent;
    final Tensor biasTangent;
    final Tensor weightDirection;
    final Tensor biasDirection;

    Second(long width, long channels, Layer.PassSetting setting) {
      boolean first = setting.first();
      outputTangent = setting.buffer(width);
      inputDeltaTangent = first ? null : setting.buffer(width);
      outputSecond = setting.buffer(width);
      inputDeltaSecond = first ? null : setting.buffer(width);
      weightTangent = setting.buffer(channels);
      biasTangent = setting.buffer(channels);
      weightDirection = setting.buffer(channels);
      biasDirection = setting.buffer(channels);
    }

    void free() {
      Tensor.close(
          outputTangent,
          inputDeltaTangent,
          outputSecond,
          inputDeltaSecond,
          weightTangent,
          biasTangent,
          weightDirection,
          biasDirection);
    }
  }

  @Override
  public Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent) {
    normalizedTangent = tangent;
    held = direction == null;
    Tensor result = second.outputTangent;
    if (held) {
      images.scale(tangent, gain, result);
      return result;
    }
    images.repeat(direction[0], sums);
    affine(sums, images.repeat(direction[1], term), result);
    addNormalized(tangent, result);
    return result;
  }

  @Override
  public Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight) {
    Second own = second;
    if (held) {
      images.scale(delta, gain, own.inputDeltaTangent);
      return own.inputDeltaTangent;
    }
    sumTangent(delta, normalizedTangent, own.weightTangent, own.biasTangent);
    if (product != null) {
      images.addTotals(own.weightTangent, product[0], weight);
      images.addTotals(own.biasTangent, product[1], weight);
    }
    if (!first) {
      inputDelta(delta, images.repeat(direction[0], term), own.inputDeltaTangent);
    }
    return own.inputDeltaTangent;
  }

  @Override
  public Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second) {
    normalizedSecond = second;
    Second own = this.second;
    if (held) {
      images.scale(second, gain, own.outputSecond);
      return own.outputSecond;
    }
    compute.copy(own.weightTangent, own.weightDirection);
    compute.copy(own.biasTangent, own.biasDirection);
    if (shift != null) {
      compute.addRow(own.weightDirection, -1, shift[0], own.weightDirection);
      compute.addRow(own.biasDirection, -1, shift[1], own.biasDirection);
    }
    affine(own.weightDirection, own.biasDirection, own.outputSecond);
    addNormalized(second, own.outputSecond);
    return own.outputSecond;
  }

  @Override
  public Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight) {
    Second own = second;
    if (held) {
      images.scale(delta, gain, own.inputDeltaSecond);
      return own.inputDeltaSecond;
    }
    sumTangent(delta, normalizedSecond, weightSums, sums);
    if (product != null) {
      images.addTotals(weightSums, product[0], weight);
      images.addTotals(sums, product[1], weight);
    }
    if (!first) {
      inputDelta(delta, own.weightDirection, own.inputDeltaSecond);
    }
    return own.inputDeltaSecond;
  }

  /** Turns a derivative of the input into that of â, in place, and adds γ times that. */
  private void addNormalized(Tensor derivative, Tensor out) {
    if (derivative != null) {
      images.scale(derivative, normalizer.scale(), derivative);
      images.scale(derivative, gamma, scratch);
      compute.add(out, 1, scratch, out);
    }
  }

  /** The derivatives of the examples' gradients, given those of δ and, if not zero, of â. */
  private void sumTangent(
      Tensor deltaDerivative, Tensor normalizedDerivative, Tensor ofWeight, Tensor ofBias) {
    sumGradients(deltaDerivative, normalized, ofWeight);
    if (normalizedDerivative != null) {
      addGradients(delta, normalizedDerivative, ofWeight);
    }
    images.sumPositions(deltaDerivative, ofBias);
  }

  /** s (γ times the derivative of δ + δ times that of γ). */
  private void inputDelta(Tensor deltaDerivative, Tensor weightDerivative, Tensor out) {
    images.scale(deltaDerivative, gain, out);
    compute.multiplyEntries(weightDerivative, normalizer.scale(), sums);
    images.scale(delta, sums, scratch);
    compute.add(out, 1, scratch, out);
  }

  private void addGradients(Tensor delta, Tensor normalized, Tensor out) {
    compute.multiplyEntries(delta, normalized, scratch);
    images.addPositions(scratch, out);
  }

  @Override
  public void addCurvature(Tensor[] direction, Tensor curvature) {
    compute.multiply(second.weightTangent, false, direction[0], true, curvature, 1, 1);
    compute.multiply(second.biasTangent, false, direction[1], true, curvature, 1, 1);
  }

  @Override
  public void close() {
    super.close();
    if (second != null) {
      second.free();
    }
  }
}
