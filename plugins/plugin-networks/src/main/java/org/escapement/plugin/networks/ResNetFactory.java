package org.escapement.plugin.networks;

import org.escapement.plugin.networks.ResNetOptions.Normalization;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/**
 * Offers {@code resnet}, the residual networks for CIFAR-10 of He et al. (Deep residual learning
 * for image recognition, 2015, section 4.2).
 */
@Extension
public final class ResNetFactory implements ModelFactory<ResNetOptions> {
  private static final int KERNEL = 3;
  private static final int STAGES = 3;

  @Override
  public String name() {
    return "resnet";
  }

  @Override
  public String description() {
    return "residual network for small images: a 3x3 convolution, three stages of blocks of two, and"
        + " a dense layer on the means of the channels";
  }

  @Override
  public Class<ResNetOptions> options() {
    return ResNetOptions.class;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public Model create(ResNetOptions options, ModelSetting setting) {
    ImageLayers layers = new ImageLayers(Image.of(setting, name()));
    long channels = options.channels();
    convolution(layers, channels, KERNEL, 1, options).activation(options.activation());
    for (int stage = 0; stage < STAGES; stage++) {
      for (int block = 0; block < options.blocks(); block++) {
        int stride = stage > 0 && block == 0 ? 2 : 1;
        addBlock(layers, channels << stage, stride, options);
      }
    }
    return layers
        .globalAverage()
        .dense(setting.outputs())
        .network(setting, options.initialization());
  }

  private static void addBlock(
      ImageLayers layers, long channels, int stride, ResNetOptions options) {
    ImageLayers body = new ImageLayers(layers.image());
    convolution(body, channels, KERNEL, stride, options).activation(options.activation());
    convolution(body, channels, KERNEL, 1, options);
    ImageLayers shortcut = new ImageLayers(layers.image());
    if (stride > 1) {
      switch (options.shortcut()) {
        case PADDING -> shortcut.paddedSubsampling(channels, stride);
        case CONVOLUTION -> convolution(shortcut, channels, 1, stride, options);
      }
    }
    layers.residual(body, shortcut).activation(options.activation());
  }

  private static ImageLayers convolution(
      ImageLayers layers, long channels, int kernel, int stride, ResNetOptions options) {
    boolean normalized = options.normalization() == Normalization.BATCH;
    layers.convolution(channels, kernel, stride, kernel / 2, !normalized);
    return normalized ? layers.batchNormalization() : layers;
  }
}
