package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.Layer;

/** Cuts flat vectors into the tensors of each layer, without copying. */
public final class ParameterViews {
  private final List<Layer> layers;

  /** For the parameters of the layers, one layer after the other. */
  public ParameterViews(List<Layer> layers) {
    this.layers = layers;
  }

  /** Views into {@code flat}, by layer; vectors become rows so that gemm can write them. */
  public Tensor[][] of(Tensor flat) {
    Tensor[][] views = new Tensor[layers.size()][];
    long offset = 0;
    for (int i = 0; i < views.length; i++) {
      List<Layer.Parameter> parameters = layers.get(i).parameters();
      views[i] = new Tensor[parameters.size()];
      for (int j = 0; j < views[i].length; j++) {
        Layer.Parameter parameter = parameters.get(j);
        long first = parameter.shape().size() == 1 ? 1 : parameter.shape().get(0);
        views[i][j] = flat.part(offset, first, parameter.length() / first);
        offset += parameter.length();
      }
    }
    return views;
  }
}
