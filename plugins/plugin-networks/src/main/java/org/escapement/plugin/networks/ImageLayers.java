package org.escapement.plugin.networks;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.AveragePooling2d;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.GlobalAveragePooling2d;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.MaxPooling2d;
import org.escapement.engine.layer.PaddedSubsampling2d;
import org.escapement.engine.layer.Residual;
import org.escapement.engine.network.Network;
import org.escapement.spi.model.ModelSetting;

/** Layers that are added one after the other, each fitting the one before. Each method adds one. */
final class ImageLayers {
  private final List<Layer> layers = new ArrayList<>();
  private Image image;

  /**
   * @param image what comes in
   */
  ImageLayers(Image image) {
    this.image = image;
  }

  /** What comes out of the layers so far. */
  Image image() {
    return image;
  }

  ImageLayers convolution(long channels, long kernel, long stride, long padding, boolean bias) {
    Convolution2d layer =
        new Convolution2d(
            image.channels(),
            image.height(),
            image.width(),
            channels,
            kernel,
            stride,
            padding,
            bias);
    return add(layer, new Image(channels, layer.outputHeight(), layer.outputWidth()));
  }

  /** The greatest of side × side entries. */
  ImageLayers maxPooling(long side) {
    Layer layer = new MaxPooling2d(image.channels(), image.height(), image.width(), side, side, 0);
    return add(layer, pooled(side));
  }

  /** The mean of side × side entries. */
  ImageLayers averagePooling(long side) {
    Layer layer =
        new AveragePooling2d(image.channels(), image.height(), image.width(), side, side, 0);
    return add(layer, pooled(side));
  }

  private Image pooled(long side) {
    return new Image(image.channels(), image.height() / side, image.width() / side);
  }

  /** The mean of each channel. */
  ImageLayers globalAverage() {
    return add(
        new GlobalAveragePooling2d(image.channels(), image.positions()),
        new Image(image.channels(), 1, 1));
  }

  /** Every stride-th entry, between as many new channels of zeros before and after. */
  ImageLayers paddedSubsampling(long channels, long stride) {
    PaddedSubsampling2d layer =
        new PaddedSubsampling2d(image.channels(), image.height(), image.width(), channels, stride);
    return add(layer, new Image(channels, layer.outputHeight(), layer.outputWidth()));
  }

  ImageLayers batchNormalization() {
    return add(new BatchNormalization(image.channels(), image.positions()), image);
  }

  /** Of the identity it adds none. */
  ImageLayers activation(Activations activation) {
    activation
        .function()
        .ifPresent(function -> layers.add(new Activation(function, image.entries())));
    return this;
  }

  /** A dense layer on all entries. */
  ImageLayers dense(long outputs) {
    return add(new Dense(image.entries(), outputs), new Image(outputs, 1, 1));
  }

  /**
   * A block with a shortcut.
   *
   * @param body layers that begin with what comes out here
   * @param shortcut likewise, to the same shape; no layers for the identity
   */
  ImageLayers residual(ImageLayers body, ImageLayers shortcut) {
    return add(new Residual(image.entries(), body.layers, shortcut.layers), body.image);
  }

  private ImageLayers add(Layer layer, Image out) {
    layers.add(layer);
    image = out;
    return this;
  }

  /** The network of these layers on examples of a setting. */
  Network network(ModelSetting setting, Initialization initialization) {
    return new Network(
        setting.inputs(),
        layers,
        setting.loss(),
        setting.precision(),
        setting.passBytes(),
        initialization);
  }
}
