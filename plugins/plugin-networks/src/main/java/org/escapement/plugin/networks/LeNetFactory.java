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
  private static final int[] MAPS = {6, 16};
  private static final int[] HIDDEN = {120, 84};

  /** What the second pooling turns into one position. */
  private static final int LEAST_SIDE = (POOLING + KERNEL - 1) * POOLING + KERNEL - 1;

  @Override
  public String name() {
    return "lenet";
  }

  @Override
  public String description() {
    return "LeNet-5: two 5x5 convolutions of 6 and 16 maps with 2x2 pooling, dense layers of 120 and"
        + " 84; no connection table, no coefficients of pooling, linear outputs";
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
    image.requireSide(
        "lenet with padding " + options.padding(), LEAST_SIDE - 2L * options.padding());
    ImageLayers layers = new ImageLayers(image);
    for (int i = 0; i < MAPS.length; i++) {
      layers
          .convolution(MAPS[i], KERNEL, 1, i == 0 ? options.padding() : 0, true)
          .activation(options.activation());
      switch (options.pooling()) {
        case AVERAGE -> layers.averagePooling(POOLING);
        case MAXIMUM -> layers.maxPooling(POOLING);
      }
    }
    for (int width : HIDDEN) {
      layers.dense(width).activation(options.activation());
    }
    return layers.dense(setting.outputs()).network(setting, options.initialization());
  }
}
