package org.escapement.plugin.dl4j;

import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.wrapper.BaseWrapperLayer;

/** Layers of DL4J that hold layers: these three kinds are all that it has. */
final class Wrappers {
  private Wrappers() {}

  /** A layer and all that lie in it, from the outside to the inside. */
  static Stream<Layer> all(Layer layer) {
    return Stream.concat(Stream.of(layer), inner(layer).stream().flatMap(Wrappers::all));
  }

  private static List<Layer> inner(Layer layer) {
    if (layer instanceof FrozenLayer frozen) {
      return List.of(present(frozen.getLayer()));
    }
    if (layer instanceof Bidirectional both) {
      return List.of(present(both.getFwd()), present(both.getBwd()));
    }
    return layer instanceof BaseWrapperLayer wrapper
        ? List.of(present(wrapper.getUnderlying()))
        : List.of();
  }

  private static Layer present(Layer layer) {
    if (layer == null) {
      throw ModelFiles.malformed("a layer around none");
    }
    return layer;
  }

  /** Whether its parameters, or those of a layer in it, are frozen. */
  static boolean frozen(Layer layer) {
    return all(layer)
        .anyMatch(each -> each instanceof FrozenLayer || each instanceof FrozenLayerWithBackprop);
  }
}
