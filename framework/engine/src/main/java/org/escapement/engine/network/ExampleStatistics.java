package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.LayerChain;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What a network's layers normalise by in analysis: the statistics of all examples at a point. */
final class ExampleStatistics {
  private final List<Layer> layers;
  private final INDArray features;
  private final INDArray[][] parameters;

  private ExampleStatistics(List<Layer> layers, INDArray features, INDArray point) {
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
      List<Layer> layers, Examples examples, int chunk, INDArray point) {
    if (layers.stream().noneMatch(Layer::couplesExamples)) {
      return List.of();
    }
    return new ExampleStatistics(layers, examples.features(), point).gather(chunk);
  }

  private List<ChannelStatistics> gather(int chunk) {
    int count = (int) features.size(0);
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
    chain.forward(parameters, Tensors.rows(features, from, to));
    return chain.statistics();
  }

  private LayerChain chain(int rows) {
    return new LayerChain(layers, new Layer.PassSetting(rows, features.dataType(), true, false));
  }
}
