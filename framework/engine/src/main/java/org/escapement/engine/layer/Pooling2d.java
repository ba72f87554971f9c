package org.escapement.engine.layer;

import org.escapement.engine.compute.Window2d;

/**
 * What pooling layers share: windows that slide over the images of each channel. Rows hold images
 * {@code [channels, height, width]} in c order, in and out.
 */
abstract class Pooling2d implements Layer {
  /** In each sweep one goes forward; the indices of a maximum count as one more. */
  private static final int BUFFERS_OUT = 4;

  /** In each sweep one comes back. */
  private static final int BUFFERS_IN = 3;

  private final Window2d window;

  Pooling2d(Window2d window) {
    this.window = window;
  }

  /** The windows. */
  final Window2d window() {
    return window;
  }

  @Override
  public final long outputs() {
    return window.channels() * window.positions();
  }

  @Override
  public final long bufferEntries() {
    return BUFFERS_OUT * outputs() + BUFFERS_IN * window.inputs();
  }
}
