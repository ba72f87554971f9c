package org.escapement.engine.layer;

import java.util.Arrays;
import org.escapement.engine.compute.ColumnGather;
import org.escapement.engine.compute.Tensor;

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
    return new Pass(Math.toIntExact(channels * height * width), sources(), setting);
  }

  /** For each entry that goes out the one that comes in, or −1 for a zero. */
  private int[] sources() {
    int[] sources = new int[Math.toIntExact(outputs())];
    Arrays.fill(sources, -1);
    long before = (outputChannels - channels) / 2;
    long area = outputHeight() * outputWidth();
    for (long c = 0; c < channels; c++) {
      for (long at = 0; at < area; at++) {
        long line = at / outputWidth() * stride;
        long column = at % outputWidth() * stride;
        sources[(int) ((before + c) * area + at)] = (int) ((c * height + line) * width + column);
      }
    }
    return sources;
  }

  private static final class Pass extends LinearPass {
    private final ColumnGather forward;
    private final ColumnGather back;

    Pass(int inputs, int[] sources, PassSetting setting) {
      super(inputs, sources.length, setting);
      int[] targets = new int[inputs]; // where each entry goes, or −1 if it is left out
      Arrays.fill(targets, -1);
      for (int j = 0; j < sources.length; j++) {
        if (sources[j] >= 0) {
          targets[sources[j]] = j;
        }
      }
      forward = setting.compute().columnGather(sources);
      back = setting.compute().columnGather(targets);
    }

    @Override
    void apply(Tensor input, Tensor output) {
      forward.apply(input, output);
    }

    @Override
    void transpose(Tensor output, Tensor input) {
      back.apply(output, input);
    }

    @Override
    public void close() {
      super.close();
      forward.close();
      back.close();
    }
  }
}
