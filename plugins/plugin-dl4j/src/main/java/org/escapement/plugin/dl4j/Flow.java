package org.escapement.plugin.dl4j;

import java.util.Arrays;
import org.deeplearning4j.nn.conf.CNN2DFormat;

/**
 * What goes from one layer to the next. In the engine images are always {@code [channels, height,
 * width]}; where DL4J flattens them with the channels last, features have another order there.
 *
 * @param image the shape, or null for features
 * @param width entries of an example
 * @param order of features: entry i of DL4J's is entry {@code order[i]} of the engine's; null where
 *     they are the same
 */
record Flow(Image image, long width, int[] order) {
  static Flow of(Image image) {
    return new Flow(image, image.entries(), null);
  }

  static Flow features(long width) {
    return new Flow(null, width, null);
  }

  /** An image as features, in the order of its layout in DL4J. */
  Flow flattened(CNN2DFormat format) {
    if (format != CNN2DFormat.NHWC || image.channels() == 1 || image.positions() == 1) {
      return features(width);
    }
    int channels = (int) image.channels();
    int positions = (int) image.positions();
    int[] order = new int[(int) width];
    for (int position = 0; position < positions; position++) {
      for (int channel = 0; channel < channels; channel++) {
        order[position * channels + channel] = channel * positions + position;
      }
    }
    return new Flow(null, width, order);
  }

  /** Where the engine has an entry of DL4J's features. */
  int position(int feature) {
    return order == null ? feature : order[feature];
  }

  /** Whether both are the same in DL4J and in the engine. */
  boolean matches(Flow other) {
    return width == other.width
        && (image == null ? other.image == null : image.equals(other.image))
        && Arrays.equals(order, other.order);
  }
}
