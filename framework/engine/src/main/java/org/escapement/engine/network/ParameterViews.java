package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Cuts flat vectors into the tensors of each layer, without copying. */
final class ParameterViews {
  private final List<Layer> layers;

  ParameterViews(List<Layer> layers) {
    this.layers = layers;
  }

  /** Views into {@code flat}, by layer; vectors become rows so that gemm can write them. */
  INDArray[][] of(INDArray flat) {
    INDArray[][] views = new INDArray[layers.size()][];
    long offset = 0;
    for (int i = 0; i < views.length; i++) {
      List<Layer.Parameter> parameters = layers.get(i).parameters();
      views[i] = new INDArray[parameters.size()];
      for (int j = 0; j < views[i].length; j++) {
        Layer.Parameter parameter = parameters.get(j);
        long first = parameter.shape().size() == 1 ? 1 : parameter.shape().get(0);
        views[i][j] =
            Tensors.slice(flat, offset, parameter.length())
                .reshape('c', first, parameter.length() / first);
        offset += parameter.length();
      }
    }
    return views;
  }
}
