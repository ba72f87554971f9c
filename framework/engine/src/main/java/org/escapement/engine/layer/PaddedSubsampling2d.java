package org.escapement.engine.layer;

import static org.nd4j.linalg.indexing.NDArrayIndex.all;
import static org.nd4j.linalg.indexing.NDArrayIndex.interval;

import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The shortcut without parameters of a residual block that narrows its images and adds channels
 * (He, Zhang, Ren &amp; Sun 2016, option A): every stride-th entry down and across, beginning with
 * the first, between channels of zeros, half of the new ones before and half after; an odd one
 * comes after. Rows hold images {@code [channels, height, width]} in c order, in and out.
 */
public final class PaddedSubsampling2d implements Layer {
  private final long channels;
  private final long height;
  private final long width;
  private final long outputChannels;
  private final long stride;

  /**
   * @param channels of the images that come in
   * @param height of the images that come in
   * @param width of the images that come in
   * @param outputChannels of the images that go out, as many at least
   * @param stride from an entry that is kept to the next, down and across
   */
  public PaddedSubsampling2d(
      long channels, long height, long width, long outputChannels, long stride) {
    if (channels < 1 || height < 1 || width < 1 || stride < 1 || outputChannels < channels) {
      throw new IllegalArgumentException(
          "subsampling of "
              + channels
              + " by "
              + height
              + " by "
              + width
              + " to "
              + outputChannels
              + " channels, stride "
              + stride);
    }
    this.channels = channels;
    this.height = height;
    this.width = width;
    this.outputChannels = outputChannels;
    this.stride = stride;
  }

  /** The height of the images that go out. */
  public long outputHeight() {
    return (height - 1) / stride + 1;
  }

  /** The width of the images that go out. */
  public long outputWidth() {
    return (width - 1) / stride + 1;
  }

  @Override
  public long outputs() {
    return outputChannels * outputHeight() * outputWidth();
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new Pass(setting);
  }

  private final class Pass extends LinearPass {
    Pass(PassSetting setting) {
      super(channels * height * width, outputs(), setting);
    }

    @Override
    void value(INDArray input, INDArray output) {
      apply(input, output);
    }

    @Override
    void apply(INDArray input, INDArray output) {
      output.assign(0);
      filled(output).assign(kept(input));
    }

    @Override
    void transpose(INDArray output, INDArray input) {
      input.assign(0);
      kept(input).assign(filled(output));
    }

    /** The entries of the input that are kept. */
    private INDArray kept(INDArray input) {
      return input
          .reshape('c', input.size(0), channels, height, width)
          .get(all(), all(), interval(0, stride, height), interval(0, stride, width));
    }

    /** The channels of the output that are not zero. */
    private INDArray filled(INDArray output) {
      long before = (outputChannels - channels) / 2;
      return output
          .reshape('c', output.size(0), outputChannels, outputHeight(), outputWidth())
          .get(all(), interval(before, before + channels), all(), all());
    }
  }
}
