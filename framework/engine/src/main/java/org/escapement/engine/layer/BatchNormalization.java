package org.escapement.engine.layer;

import java.util.List;

/**
 * Batch normalisation (Ioffe &amp; Szegedy 2015), z = γ â + β with â = (a − μ) / √(σ² + ε): a scale
 * γ, the parameter {@code weight}, and a shift β, {@code bias}, for each channel; ε = 1e-5. Mean μ
 * and biased variance σ² are over examples and positions. There are no running averages:
 *
 * <ul>
 *   <li>in training, the loss and the gradient of a batch, they are the batch's own, and the
 *       gradient includes their dependence on the parameters before;
 *   <li>in analysis, whatever concerns single examples or second derivatives, they are those of all
 *       examples at the point in question, and constants. The layer is then affine.
 * </ul>
 *
 * <p>Rows hold images {@code [channels, height, width]} in c order, in and out, or features, which
 * are channels of one position.
 */
public final class BatchNormalization implements Layer {
  private static final double EPSILON = 1e-5;

  private final long channels;
  private final long positions;

  /**
   * @param channels of the images, or features of a row
   * @param positions of a channel: height · width of an image, 1 for features
   */
  public BatchNormalization(long channels, long positions) {
    if (channels < 1 || positions < 1) {
      throw new IllegalArgumentException(
          "batch normalisation of " + channels + " channels of " + positions + " positions");
    }
    this.channels = channels;
    this.positions = positions;
  }

  @Override
  public long outputs() {
    return channels * positions;
  }

  @Override
  public long bufferEntries() {
    return Layer.super.bufferEntries() + BatchNormalizationPass.CHANNEL_BUFFERS * channels;
  }

  @Override
  public boolean couplesExamples() {
    return true;
  }

  /** Scales that start from one, shifts from zero. */
  @Override
  public List<Parameter> parameters() {
    return List.of(
        new Parameter("weight", List.of(channels), new ParameterRole.Constant(1)),
        new Parameter("bias", List.of(channels), new ParameterRole.Constant(0)));
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new BatchNormalizationPass(channels, positions, EPSILON, setting);
  }
}
