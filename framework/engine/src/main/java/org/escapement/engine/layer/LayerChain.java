package org.escapement.engine.layer;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.escapement.engine.compute.Tensor;

/**
 * The passes of layers one after the other, and the sweeps through all of them. Parameters,
 * directions and sums come by layer. Where the input has no derivative, derivatives begin at the
 * first layer with parameters: the layers before it only carry the data forward.
 */
public final class LayerChain implements AutoCloseable {
  private final List<LayerPass> passes = new ArrayList<>();
  private final int begin;

  /**
   * @param layers each fitting the one before
   * @param setting of the chain as a whole
   * @throws org.escapement.engine.compute.DeviceMemoryException where there is no room for all
   *     buffers; those that were made are closed
   */
  public LayerChain(List<Layer> layers, Layer.PassSetting setting) {
    begin = setting.first() ? firstWithParameters(layers) : 0;
    List<Layer> order = LayerOrder.of(layers);
    List<Tensor> made = new ArrayList<>();
    try {
      for (int i = 0; i < order.size(); i++) {
        passes.add(order.get(i).pass(ofLayer(i, setting, setting.made().andThen(made::add))));
      }
    } catch (RuntimeException failure) {
      close();
      Tensor.close(made.toArray(Tensor[]::new)); // those of the pass that could not be made too
      throw failure;
    }
  }

  private Layer.PassSetting ofLayer(int i, Layer.PassSetting chain, Consumer<Tensor> made) {
    return new Layer.PassSetting(
        chain.compute(),
        chain.rows(),
        chain.type(),
        chain.first() && i <= begin,
        chain.secondOrder() && i >= begin,
        made);
  }

  /** The most entries of a chain's buffers for each example. */
  public static long bufferEntries(List<Layer> layers) {
    return LayerOrder.of(layers).stream().mapToLong(Layer::bufferEntries).sum();
  }

  private static int firstWithParameters(List<Layer> layers) {
    int i = 0;
    while (i < layers.size() && layers.get(i).parameters().isEmpty()) {
      i++;
    }
    return i;
  }

  /** As {@link LayerPass#forward}. */
  public Tensor forward(Tensor[][] parameters, Tensor input) {
    Tensor rows = input;
    for (int i = 0; i < passes.size(); i++) {
      rows = passes.get(i).forward(parameters[i], rows);
    }
    return rows;
  }

  /** As {@link LayerPass#backward}. */
  public Tensor backward(Tensor[][] parameters, Tensor delta, Tensor[][] gradient, double weight) {
    Tensor rows = delta;
    for (int i = passes.size() - 1; i >= begin; i--) {
      rows = passes.get(i).backward(parameters[i], rows, of(gradient, i), weight);
    }
    return rows;
  }

  /** As {@link LayerPass#tangentForward}. */
  public Tensor tangentForward(Tensor[][] parameters, Tensor[][] direction, Tensor tangent) {
    Tensor rows = tangent;
    for (int i = begin; i < passes.size(); i++) {
      rows = passes.get(i).tangentForward(parameters[i], direction[i], rows);
    }
    return rows;
  }

  /** As {@link LayerPass#tangentBackward}. */
  public Tensor tangentBackward(
      Tensor[][] parameters,
      Tensor[][] direction,
      Tensor delta,
      Tensor[][] product,
      double weight) {
    Tensor rows = delta;
    for (int i = passes.size() - 1; i >= begin; i--) {
      rows =
          passes.get(i).tangentBackward(parameters[i], direction[i], rows, of(product, i), weight);
    }
    return rows;
  }

  /** As {@link LayerPass#secondForward}. */
  public Tensor secondForward(Tensor[][] parameters, Tensor[][] shift, Tensor second) {
    Tensor rows = second;
    for (int i = begin; i < passes.size(); i++) {
      rows = passes.get(i).secondForward(parameters[i], of(shift, i), rows);
    }
    return rows;
  }

  /** As {@link LayerPass#secondBackward}. */
  public Tensor secondBackward(
      Tensor[][] parameters, Tensor[][] shift, Tensor delta, Tensor[][] product, double weight) {
    Tensor rows = delta;
    for (int i = passes.size() - 1; i >= begin; i--) {
      rows =
          passes.get(i).secondBackward(parameters[i], of(shift, i), rows, of(product, i), weight);
    }
    return rows;
  }

  /** As {@link LayerPass#addCurvature}. */
  public void addCurvature(Tensor[][] direction, Tensor curvature) {
    for (int i = begin; i < passes.size(); i++) {
      passes.get(i).addCurvature(direction[i], curvature);
    }
  }

  /** As {@link LayerPass#exampleGradients}, of all layers in their order. */
  public List<ExampleGradients> exampleGradients() {
    return passes.stream().flatMap(pass -> pass.exampleGradients().stream()).toList();
  }

  /** As {@link LayerPass#normalizing}. */
  public List<NormalizingPass> normalizing() {
    return passes.stream().flatMap(pass -> pass.normalizing().stream()).toList();
  }

  /** What each normalising pass normalised by in the last forward sweep, in their order. */
  public List<ChannelStatistics> statistics() {
    return normalizing().stream().map(NormalizingPass::statistics).toList();
  }

  /**
   * Sets what the next sweeps normalise by.
   *
   * @param statistics constants for as many normalising passes in their order; those that are left
   *     go by the statistics of their own rows
   */
  public void fix(List<ChannelStatistics> statistics) {
    List<NormalizingPass> normalizing = normalizing();
    for (int i = 0; i < normalizing.size(); i++) {
      normalizing.get(i).fix(i < statistics.size() ? statistics.get(i) : null);
    }
  }

  private static Tensor[] of(Tensor[][] views, int layer) {
    return views == null ? null : views[layer];
  }

  @Override
  public void close() {
    passes.forEach(LayerPass::close);
  }
}
