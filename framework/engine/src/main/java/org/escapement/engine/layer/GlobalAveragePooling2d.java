package org.escapement.engine.layer;

import static org.escapement.engine.tensor.Tensors.matrix;
import static org.escapement.engine.tensor.Tensors.multiply;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

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
    /** 1/positions, as a row. */
    private final INDArray shares;

    Pass(PassSetting setting) {
      super(channels * positions, channels, setting);
      shares = matrix(setting.type(), 1, positions).assign(1.0 / positions);
    }

    @Override
    void value(INDArray input, INDArray output) {
      apply(input, output);
    }

    @Override
    void apply(INDArray input, INDArray output) {
      multiply(images(input), false, shares, true, means(output), 1, 0);
    }

    @Override
    void transpose(INDArray output, INDArray input) {
      multiply(means(output), false, shares, false, images(input), 1, 0);
    }

    private INDArray images(INDArray rows) {
      return rows.reshape('c', rows.size(0) * channels, positions);
    }

    private INDArray means(INDArray rows) {
      return rows.reshape('c', rows.size(0) * channels, 1);
    }

    @Override
    public void close() {
      super.close();
      Tensors.free(shares);
    }
  }
}
