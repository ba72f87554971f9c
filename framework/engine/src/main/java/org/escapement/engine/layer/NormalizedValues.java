package org.escapement.engine.layer;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * The value and gradient sweeps of batch normalisation. With s = 1/√(σ² + ε) it is z = γ â + β, â =
 * s (a − μ), and example i's gradient is (Σ δ_i â_i, Σ δ_i), sums over positions.
 */
abstract class NormalizedValues implements NormalizingPass {
  final Compute compute;
  final ChannelImages images;
  final boolean first;

  final Tensor normalized; // â
  final Tensor scratch;
  private final Tensor output;
  private final Tensor inputDelta;

  // a number for each row and channel
  final ChannelNormalizer normalizer;
  final Tensor gamma;
  final Tensor gain; // γ s
  final Tensor sums;
  final Tensor weightSums;
  final Tensor term;

  private final long channels;
  private ChannelStatistics fixed;

  /** What the gradient sweep leaves for later ones; owned by the layer behind. */
  Tensor delta;

  NormalizedValues(long channels, long positions, double epsilon, Layer.PassSetting setting) {
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
  final void affine(Tensor factors, Tensor terms, Tensor out) {
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

  final void sumGradients(Tensor delta, Tensor normalized, Tensor out) {
    compute.multiplyEntries(delta, normalized, scratch);
    images.sumPositions(scratch, out);
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
  }
}
