package org.escapement.plugin.networks;

import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.ModelSetting;

/**
 * The shape of an image, on its way through a network.
 *
 * @param channels at every position
 * @param height lines
 * @param width columns
 */
record Image(long channels, long height, long width) {
  /** The number of its entries. */
  long entries() {
    return channels * positions();
  }

  /** The number of its positions. */
  long positions() {
    return height * width;
  }

  /**
   * The shape of the examples that a network is made for.
   *
   * @param network its name
   * @throws EscapementException DATA_MISMATCH if they are no images
   */
  static Image of(ModelSetting setting, String network) {
    List<Long> shape = setting.inputShape();
    if (shape.size() != 3) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH,
          network
              + " needs images [channels, height, width], the examples have the shape "
              + shape
              + (shape.size() == 1 ? "; flat ones suit the model mlp" : ""));
    }
    return new Image(shape.get(0), shape.get(1), shape.get(2));
  }

  /**
   * Checks that the image is not too small.
   *
   * @param network its name, with the options that decide
   * @param least lines and columns that it needs
   * @throws EscapementException DATA_MISMATCH if there are fewer
   */
  void requireSide(String network, long least) {
    if (height < least || width < least) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH,
          network
              + " needs images of "
              + least
              + " x "
              + least
              + " at least, the examples have "
              + height
              + " x "
              + width);
    }
  }
}
