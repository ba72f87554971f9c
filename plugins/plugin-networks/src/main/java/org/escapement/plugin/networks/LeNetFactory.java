package org.escapement.plugin.networks;

import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/**
 * Offers {@code lenet}, LeNet-5 of LeCun et al. (Gradient-based learning applied to document
 * recognition, 1998) in the variant that libraries teach: every map of the second convolution sees
 * all maps of the first, pooling has no coefficients of its own, and the last layer is linear.
 */
@Extension
public final class LeNetFactory implements ModelFactory<LeNetOptions> {
  private static final int KERNEL = 5;
  private static final int POOLING = 2;

  @Override
  public String name() {
    return "lenet";
  }

  @Override
  public String description() {
    return "LeNet-5: 5x5 convolutions, each with 2x2 pooling, then dense layers; no table of connections,"
        + " no coefficients of pooling, linear outputs";
  }

  @Override
  public Class<LeNetOptions> options() {
    return LeNetOptions.class;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public Model create(LeNetOptions options, ModelSetting setting) {
    Image image = Image.of(setting, name());
    image.requireSide("lenet with " + what(options), leastSide(options));
    ImageLayers layers = new ImageLayers(image);
    int padding = options.padding();
    for (int channels : options.channels()) {
      layers.convolution(channels, KERNEL, 1, padding, true).activation(options.activation());
      switch (options.pooling()) {
        case AVERAGE -> layers.averagePooling(POOLING);
        case MAXIMUM -> layers.maxPooling(POOLING);
      }
      padding = 0;
    }
    for (int width : options.hidden()) {
      layers.dense(width).activation(options.activation());
    }
    return layers.dense(setting.outputs()).network(setting, options.initialization());
  }

  private static String what(LeNetOptions options) {
    return options.channels().size() + " convolutions and padding " + options.padding();
  }

  /** Of an image that the last pooling turns into one position. */
  private static long leastSide(LeNetOptions options) {
    long side = 1;
    for (int i = 0; i < options.channels().size() && side < Integer.MAX_VALUE; i++) {
      side = side * POOLING + KERNEL - 1;
    }
    return Math.max(1, side - 2L * options.padding());
  }
}
