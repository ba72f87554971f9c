package org.escapement.engine.layer;

import java.util.List;

/**
 * Batch normalisation as a trained network answers with it: z = γ (a − μ) / √(σ² + ε) + β for each
 * channel, with means μ and variances σ² that are constants, in training too. Every example has a
 * value of its own then. Parameters are γ, {@code weight}, and β, {@code bias}.
 *
 * <p>Rows hold images {@code [channels, height, width]} in c order, in and out, or features, which
 * are channels of one position.
 */
public final class FixedBatchNormalization implements Layer {
  private final BatchNormalization layer;
  private final long channels;
  private final long positions;
  private final double epsilon;
  private final ChannelStatistics statistics;

  /**
   * @param positions of a channel: height · width of an image, 1 for features
   * @param means μ of each channel
   * @param variances σ² of each channel
   * @param epsilon ε
   */
  public FixedBatchNormalization(
      long positions, double[] means, double[] variances, double epsilon) {
    if (means.length != variances.length) {
      throw new IllegalArgumentException(
          means.length + " means and " + variances.length + " variances");
    }
    for (double variance : variances) {
      if (!(variance + epsilon > 0)) {
        throw new IllegalArgumentException("a variance of " + variance + " with ε = " + epsilon);
      }
    }
    this.layer = new BatchNormalization(means.length, positions);
    this.channels = means.length;
    this.positions = positions;
    this.epsilon = epsilon;
    this.statistics = new ChannelStatistics(1, means.clone(), variances.clone());
  }

  @Override
  public long outputs() {
    return layer.outputs();
  }

  @Override
  public long bufferEntries() {
    return layer.bufferEntries();
  }

  @Override
  public List<Parameter> parameters() {
    return layer.parameters();
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    BatchNormalizationPass pass =
        new BatchNormalizationPass(channels, positions, epsilon, setting) {
          /** None, to the outside: the statistics are fixed for good. */
          @Override
          public List<NormalizingPass> normalizing() {
            return List.of();
          }
        };
    pass.fix(statistics);
    return pass;
  }
}
