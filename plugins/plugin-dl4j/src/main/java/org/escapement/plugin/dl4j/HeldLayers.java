package org.escapement.plugin.dl4j;

import java.util.Arrays;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.Layer;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers whose parameters are constants. */
final class HeldLayers {
  private HeldLayers() {}

  /** The same layers, held at the file's weights. */
  static Piece of(Piece piece, double[] weights) {
    double[] values = piece.gathered(weights);
    Piece held = new Piece();
    int from = 0;
    for (Layer layer : piece.layers()) {
      double[][] own = new double[layer.parameters().size()][];
      for (int i = 0; i < own.length; i++) {
        int to = from + (int) layer.parameters().get(i).length();
        own[i] = Arrays.copyOfRange(values, from, to);
        from = to;
      }
      held.add(own.length == 0 ? layer : held(layer, own));
    }
    return held;
  }

  /**
   * A layer held at given values.
   *
   * @param values the entries of each of its parameters
   */
  static Layer held(Layer layer, double[]... values) {
    Compute compute = ActiveCompute.get();
    Tensor[] tensors = new Tensor[values.length];
    for (int i = 0; i < tensors.length; i++) {
      // in the shape that passes see: matrices, vectors as one row
      var shape = layer.parameters().get(i).shape();
      long rows = shape.size() == 1 ? 1 : shape.get(0);
      tensors[i] = compute.zeros(DataType.DOUBLE, rows, values[i].length / rows);
      compute.write(values[i], tensors[i]);
    }
    return layer.restrictedTo(name -> false, tensors).orElseThrow();
  }
}
