package org.escapement.plugin.dl4j;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.engine.layer.Layer;

/**
 * Layers of the engine with where their parameters come from: entry i of their vector is entry
 * {@code index[i]} of DL4J's.
 */
final class Piece {
  private final List<Layer> layers = new ArrayList<>();
  private final List<int[]> index = new ArrayList<>();

  /** A layer without parameters. */
  void add(Layer layer) {
    layers.add(layer);
  }

  /** A layer with parameters. */
  void add(Layer layer, int[] from) {
    layers.add(layer);
    index.add(from);
  }

  void append(Piece next) {
    layers.addAll(next.layers);
    index.addAll(next.index);
  }

  List<Layer> layers() {
    return layers;
  }

  int[] index() {
    return index.stream().flatMapToInt(Arrays::stream).toArray();
  }

  /** The layers' parameters, from all of DL4J's. */
  double[] gathered(double[] all) {
    return Arrays.stream(index()).mapToDouble(from -> all[from]).toArray();
  }
}
