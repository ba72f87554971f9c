package org.escapement.engine.layer;

import java.util.List;
import org.escapement.engine.compute.Window2d;

/**
 * A convolution (a cross-correlation, as everywhere in deep learning) with weights of shape {@code
 * [outputChannels, inputChannels, kernel, kernel]} and, if it has any, a bias for each output
 * channel. Rows hold images {@code [channels, height, width]} in c order, in and out, so that a
 * dense layer can follow without anything between.
 */
public final class Convolution2d implements Layer {
  /** In each sweep one goes forward and one comes back. */
  private static final int BUFFERS = 3;

  private final Window2d window;
  private final long outputChannels;
  private final boolean bias;

  /**
   * A convolution with biases.
   *
   * @param inputChannels of the images that come in
   * @param height of the images that come in
   * @param width of the images that come in
   * @param outputChannels of the images that go out
   * @param kernel side of a window
   * @param stride from a window to the next, down and across
   * @param padding zeros added on each side
   */
  public Convolution2d(
      long inputChannels,
      long height,
      long width,
      long outputChannels,
      long kernel,
      long stride,
      long padding) {
    this(inputChannels, height, width, outputChannels, kernel, stride, padding, true);
  }

  /**
   * @param inputChannels of the images that come in
   * @param height of the images that come in
   * @param width of the images that come in
   * @param outputChannels of the images that go out
   * @param kernel side of a window
   * @param stride from a window to the next, down and across
   * @param padding zeros added on each side
   * @param bias whether there are biases: before a batch normalisation they would have no effect
   */
  public Convolution2d(
      long inputChannels,
      long height,
      long width,
      long outputChannels,
      long kernel,
      long stride,
      long padding,
      boolean bias) {
    if (outputChannels < 1) {
      throw new IllegalArgumentException("convolution to " + outputChannels + " channels");
    }
    this.window = new Window2d(inputChannels, height, width, kernel, stride, padding);
    this.outputChannels = outputChannels;
    this.bias = bias;
  }

  /** The height of the images that go out. */
  public long outputHeight() {
    return window.outputHeight();
  }

  /** The width of the images that go out. */
  public long outputWidth() {
    return window.outputWidth();
  }

  @Override
  public long outputs() {
    return outputChannels * window.positions();
  }

  @Override
  public long bufferEntries() {
    return BUFFERS * (outputs() + window.inputs());
  }

  @Override
  public List<Parameter> parameters() {
    long area = window.kernel() * window.kernel();
    Parameter weight =
        new Parameter(
            "weight",
            List.of(outputChannels, window.channels(), window.kernel(), window.kernel()),
            new ParameterRole.Weight(window.patch(), outputChannels * area));
    ParameterRole biases = new ParameterRole.Bias(window.patch());
    return bias
        ? List.of(weight, new Parameter("bias", List.of(outputChannels), biases))
        : List.of(weight);
  }

  @Override
  public LayerPass pass(PassSetting setting) {
    return new Convolution2dPass(window, outputChannels, bias, setting);
  }
}
