package org.escapement.engine.layer;

import java.util.ArrayList;
import java.util.List;

/**
 * The order in which a chain's layers are computed. Maximum pooling goes before a monotone
 * activation: φ of the greatest is the greatest φ, derivatives are the same, and there are as many
 * times fewer entries to go through in every sweep as a window has.
 */
final class LayerOrder {
  private LayerOrder() {}

  /** The same function; layers with parameters stay where they are. */
  static List<Layer> of(List<Layer> layers) {
    List<Layer> order = new ArrayList<>(layers);
    for (int i = 0; i + 1 < order.size(); i++) {
      if (order.get(i) instanceof Activation activation
          && order.get(i + 1) instanceof MaxPooling2d pooling
          && activation.function().isMonotone()) {
        order.set(i, pooling);
        order.set(i + 1, new Activation(activation.function(), pooling.outputs()));
      }
    }
    return order;
  }
}
