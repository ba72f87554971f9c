package org.escapement.engine.layer;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * The mean of each channel over the whole image, of any shape. Rows hold images {@code [channels,
 * positions]} in c order that come in and {@code [channels]} that go out.
 */
public final class GlobalAveragePooling2d implements Layer {
  private final long channels;
  private final long positions;

  /**
   * @param channels of the images
   * @param positions of a channel: height · width
   */
  public GlobalAveragePooling2d(long channels, long positions) {
    if (channels < 1 || positions < 1) {
      throw new IllegalArgumentException(
          "average over " + channels + " channels of " + positions + " positions");
    }
    this.channels = channels;
    this.positions = positions;
  }

  @Override
  public long outputs() {
    return channels;
  }

  /** In each sweep one goes forward and one, as wide as the images, comes back. */
  @Override
  public long bufferEntries() {
    return 3 * (channels + channels * positions);
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new Pass(setting);
  }

  private final class Pass extends LinearPass {
    private final Compute compute;

    /** 1/positions, as a row. */
    private final Tensor shares;

    Pass(PassSetting setting) {
      super(channels * positions, channels, setting);
      compute = setting.compute();
      shares = setting.buffer(1, positions);
      compute.fill(shares, 1.0 / positions);
    }

    @Override
    void apply(Tensor input, Tensor output) {
      compute.multiply(images(input), false, shares, true, means(output), 1, 0);
    }

    @Override
    void transpose(Tensor output, Tensor input) {
      compute.multiply(means(output), false, shares, false, images(input), 1, 0);
    }

    private Tensor images(Tensor rows) {
      return rows.reshaped(rows.rows() * channels, positions);
    }

    private Tensor means(Tensor rows) {
      return rows.reshaped(rows.rows() * channels, 1);
    }

    @Override
    public void close() {
      super.close();
      Tensor.close(shares);
    }
  }
}
