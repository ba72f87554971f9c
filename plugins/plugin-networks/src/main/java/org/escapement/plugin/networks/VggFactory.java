package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/** Offers {@code vgg}. */
@Extension
public final class VggFactory implements ModelFactory<VggOptions> {
  private static final int KERNEL = 3;
  private static final int POOLING = 2;

  @Override
  public String name() {
    return "vgg";
  }

  @Override
  public String description() {
    return "VGG: stages of 3x3 convolutions that end in 2x2 maximum pooling, then dense layers; by"
        + " default the small one of Wu, Ma and E (2018)";
  }

  @Override
  public Class<VggOptions> options() {
    return VggOptions.class;
  }

  @Override
  public boolean needsData() {
    return true;
  }

  @Override
  public Model create(VggOptions options, ModelSetting setting) {
    Image image = Image.of(setting, name());
    int stages = options.stages().size();
    image.requireSide("vgg with " + stages + " stages", 1L << Math.min(stages, Long.SIZE - 2));
    ImageLayers layers = new ImageLayers(image);
    for (List<Integer> stage : options.stages()) {
      for (int width : stage) {
        layers.convolution(width, KERNEL, 1, KERNEL / 2, true).activation(options.activation());
      }
      layers.maxPooling(POOLING);
    }
    for (int width : options.hidden()) {
      layers.dense(width).activation(options.activation());
    }
    return layers.dense(setting.outputs()).network(setting, options.initialization());
  }
}
