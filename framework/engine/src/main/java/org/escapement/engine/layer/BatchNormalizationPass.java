package org.escapement.engine.layer;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * The sweeps of batch normalisation. With s = 1/√(σ² + ε) and fixed statistics, z = γ â + β is
 * affine in a and Râ = s Ra. Example i's gradient is (Σ δ_i â_i, Σ δ_i), sums over positions, so
 * its tangent U_i = (Σ Rδ_i â_i + δ_i Râ_i, Σ Rδ_i) is two numbers for each channel and is formed.
 * Derivatives that come in forward are scaled by s in place.
 */
class BatchNormalizationPass implements NormalizingPass {
  /** Buffers with an entry for each channel of a row. */
  static final int CHANNEL_BUFFERS = 11;

  private final Compute compute;
  private final long channels;
  private final boolean first;
  private final ChannelImages images;

  private final Tensor normalized; // â
  private final Tensor output;
  private final Tensor inputDelta;
  private final Tensor scratch;

  // a number for each row and channel
  private final ChannelNormalizer normalizer;
  private final Tensor gamma;
  private final Tensor gain; // γ s
  private final Tensor sums;
  private final Tensor weightSums;
  private final Tensor term;

  private final Second second;

  private ChannelStatistics fixed;

  // what the sweeps leave for later ones; owned by the neighbouring layers
  private Tensor delta;
  private boolean held;
  private Tensor normalizedTangent;
  private Tensor normalizedSecond;

  BatchNormalizationPass(long channels, long positions, double epsilon, Layer.PassSetting setting) {
    this.compute = setting.compute();
    this.channels = channels;
    first = setting.first();
    images = new ChannelImages(compute, setting.rows(), channels, positions);
    long width = channels * positions;
    normalized = setting.buffer(width);
    output = setting.buffer(width);
    inputDelta = first ? null : setting.buffer(width);
    scratch = setting.buffer(width);
    normalizer = new ChannelNormalizer(images, channels, positions, epsilon, setting);
    gamma = setting.buffer(channels);
    gain = setting.buffer(channels);
    sums = setting.buffer(channels);
    weightSums = setting.buffer(channels);
    term = setting.buffer(channels);
    second = setting.secondOrder() ? new Second(width, channels, setting) : null;
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
  public List<NormalizingPass> normalizing() {
    return List.of(this);
  }

  @Override
  public ChannelStatistics statistics() {
    return normalizer.statistics();
  }

  @Override
  public void fix(ChannelStatistics statistics) {
    fixed = statistics;
  }

  @Override
  public Tensor forward(Tensor[] parameters, Tensor input) {
    if (fixed == null) {
      normalizer.useOwn(input, normalized, scratch, sums);
    } else {
      normalizer.use(fixed);
    }
    normalizer.apply(input, normalized);
    images.repeat(parameters[0], gamma);
    compute.multiplyEntries(gamma, normalizer.scale(), gain);
    affine(gamma, images.repeat(parameters[1], term), output);
    return output;
  }

  /** {@code out = factors · â + terms}. */
  private void affine(Tensor factors, Tensor terms, Tensor out) {
    images.scale(normalized, factors, out);
    images.add(out, terms);
  }

  @Override
  public Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight) {
    this.delta = delta;
    boolean throughStatistics = fixed == null && !first;
    if (gradient != null || throughStatistics) {
      sumGradients(delta, normalized, weightSums);
      images.sumPositions(delta, sums);
    }
    if (gradient != null) {
      images.addTotals(weightSums, gradient[0], weight);
      images.addTotals(sums, gradient[1], weight);
    }
    if (!first) {
      images.scale(delta, gain, inputDelta);
    }
    if (throughStatistics) {
      addThroughStatistics();
    }
    return inputDelta;
  }

  /** Adds −γ s (mean δ + â mean δ â), means over the batch, to the delta of the input. */
  private void addThroughStatistics() {
    images.scale(normalized, gainTimesMean(weightSums), scratch);
    compute.add(inputDelta, 1, scratch, inputDelta);
    images.add(inputDelta, gainTimesMean(sums));
  }

  private Tensor gainTimesMean(Tensor numbers) {
    normalizer.negativeMeans(numbers, term);
    compute.multiplyEntries(term, gain, term);
    return term;
  }

  private void sumGradients(Tensor delta, Tensor normalized, Tensor out) {
    compute.multiplyEntries(delta, normalized, scratch);
    images.sumPositions(scratch, out);
  }

  private void addGradients(Tensor delta, Tensor normalized, Tensor out) {
    compute.multiplyEntries(delta, normalized, scratch);
    images.addPositions(scratch, out);
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

  @Override
  public void addCurvature(Tensor[] direction, Tensor curvature) {
    compute.multiply(second.weightTangent, false, direction[0], true, curvature, 1, 1);
    compute.multiply(second.biasTangent, false, direction[1], true, curvature, 1, 1);
  }

  @Override
  public List<ExampleGradients> exampleGradients() {
    return List.of(new Gradients());
  }

  /** The rows themselves: for each channel the derivatives by γ and β. */
  private final class Gradients implements ExampleGradients {
    @Override
    public Tensor left() {
      return null;
    }

    @Override
    public int units() {
      return (int) channels;
    }

    @Override
    public long unitEntries() {
      return 2;
    }

    @Override
    public void right(int from, int to, Tensor out) {
      sumGradients(delta, normalized, weightSums);
      images.sumPositions(delta, sums);
      int count = to - from;
      compute.copy(weightSums.columns(from, to), out.columns(0, count));
      compute.copy(sums.columns(from, to), out.columns(count, 2L * count));
    }
  }

  @Override
  public void close() {
    Tensor.close(normalized, output, inputDelta, scratch, gamma, gain, sums, weightSums, term);
    normalizer.close();
    if (second != null) {
      second.free();
    }
  }
}
