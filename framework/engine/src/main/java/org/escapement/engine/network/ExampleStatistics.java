package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;

/** What a network's layers normalise by in analysis: the statistics of all examples at a point. */
final class ExampleStatistics {
  private final Compute compute;
  private final List<Layer> layers;
  private final Tensor features;
  private final Tensor[][] parameters;

  private ExampleStatistics(Compute compute, List<Layer> layers, Tensor features, Tensor point) {
    this.compute = compute;
    this.layers = layers;
    this.features = features;
    this.parameters = new ParameterViews(layers).of(point);
  }

  /**
   * The statistics in the order of {@link LayerChain#statistics}; empty for a network that does not
   * normalise. Where the examples do not fit into one pass, a sweep over all of them gives those of
   * one layer, with the layers before it fixed: what reaches it is then the same in any pieces.
   *
   * @param chunk the most examples that a pass may take
   */
  static List<ChannelStatistics> of(
      Compute compute, List<Layer> layers, Tensor features, int chunk, Tensor point) {
    if (layers.stream().noneMatch(Layer::couplesExamples)) {
      return List.of();
    }
    return new ExampleStatistics(compute, layers, features, point).gather(chunk);
  }

  private List<ChannelStatistics> gather(int chunk) {
    int count = (int) features.rows();
    int rows = Math.min(chunk, count);
    int rest = count % rows;
    try (LayerChain chain = chain(rows);
        LayerChain last = rest == 0 ? null : chain(rest)) {
      if (rows == count) {
        return statistics(chain, List.of(), 0, count);
      }
      List<ChannelStatistics> fixed = new ArrayList<>();
      int layer = 0;
      do {
        ChannelStatistics sum = statistics(chain, fixed, 0, rows).get(layer);
        for (int from = rows; from < count; from += rows) {
          int to = Math.min(count, from + rows);
          LayerChain piece = to - from == rows ? chain : last;
          sum = sum.merge(statistics(piece, fixed, from, to).get(layer));
        }
        fixed.add(sum);
        layer++;
      } while (layer < chain.normalizing().size());
      return fixed;
    }
  }

  private List<ChannelStatistics> statistics(
      LayerChain chain, List<ChannelStatistics> fixed, int from, int to) {
    chain.fix(fixed);
    chain.forward(parameters, features.rows(from, to));
    return chain.statistics();
  }

  private LayerChain chain(int rows) {
    return new LayerChain(
        layers, new Layer.PassSetting(compute, rows, features.type(), true, false));
  }
}
