package org.escapement.benchmarks;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.MaxPooling2d;
import org.escapement.engine.network.Network;
import org.escapement.spi.model.Loss;
import org.nd4j.linalg.api.buffer.DataType;

/** The two networks that everything is measured on. The PyTorch side builds the same ones. */
final class Networks {
  /** The fully connected network, inputs first; 898,510 parameters. */
  static final long[] WIDTHS = {784, 500, 500, 500, 10};

  private static final int[] CHANNELS = {3, 16, 16, 32, 64, 64};
  private static final int SIDE = 32;
  private static final int CONVOLUTION = 3;
  private static final int POOLING = 2;
  private static final int HEAD = 128;
  private static final int CLASSES = 2;

  private Networks() {}

  /** Dense layers of these widths, inputs first and outputs last, with ReLU between them. */
  static Network fullyConnected(long[] widths, DataType type) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 1; i < widths.length; i++) {
      layers.add(new Dense(widths[i - 1], widths[i]));
      if (i < widths.length - 1) {
        layers.add(relu(widths[i]));
      }
    }
    return new Network(widths[0], layers, Loss.MEAN_SQUARED_ERROR, type);
  }

  /**
   * A small VGG: five times a 3×3 convolution, ReLU and 2×2 max-pooling, then two dense layers;
   * 71,410 parameters.
   */
  static Network convolutional(DataType type) {
    List<Layer> layers = new ArrayList<>();
    int side = SIDE;
    for (int i = 1; i < CHANNELS.length; i++) {
      layers.add(
          new Convolution2d(
              CHANNELS[i - 1], side, side, CHANNELS[i], CONVOLUTION, 1, CONVOLUTION / 2));
      layers.add(relu((long) CHANNELS[i] * side * side));
      layers.add(new MaxPooling2d(CHANNELS[i], side, side, POOLING, POOLING, 0));
      side /= POOLING;
    }
    long features = (long) CHANNELS[CHANNELS.length - 1] * side * side;
    layers.add(new Dense(features, HEAD));
    layers.add(relu(HEAD));
    layers.add(new Dense(HEAD, CLASSES));
    return new Network((long) CHANNELS[0] * SIDE * SIDE, layers, Loss.MEAN_SQUARED_ERROR, type);
  }

  private static Layer relu(long outputs) {
    return new Activation(Activations.RELU.function().orElseThrow(), outputs);
  }
}
