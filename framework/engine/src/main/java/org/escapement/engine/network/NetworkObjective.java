package org.escapement.engine.network;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's loss on given examples. Layers that normalise do so by the statistics of the batch,
 * which goes through one pass as a whole; the accuracy and second derivatives take the statistics
 * of all examples at the point instead, as constants.
 */
final class NetworkObjective implements Objective {
  /**
   * Batch sizes whose buffers are kept: the full batch, a mini-batch, and the remainders of each.
   */
  private static final int PASSES_KEPT = 4;

  private final List<Layer> layers;
  private final Loss loss;
  private final DataType precision;
  private final long dimension;
  private final Examples examples;
  private final int chunk;
  private final boolean coupled;
  private final Batch all;
  private final Map<Integer, NetworkPass> passes = new LinkedHashMap<>();
  private final INDArray labels;

  NetworkObjective(
      List<Layer> layers, Loss loss, DataType precision, long dimension, Examples examples) {
    this.layers = layers;
    this.loss = loss;
    this.precision = precision;
    this.dimension = dimension;
    this.examples = examples;
    this.chunk = Chunks.rows(examples.features().size(1), layers, precision, examples.count());
    this.coupled = layers.stream().anyMatch(Layer::couplesExamples);
    this.all = Batch.all(examples.count());
    this.labels = examples.targets().size(1) > 1 ? examples.targets().argMax(1) : null;
  }

  @Override
  public int examples() {
    return examples.count();
  }

  @Override
  public long dimension() {
    return dimension;
  }

  @Override
  public DataType precision() {
    return precision;
  }

  @Override
  public String lossConvention() {
    return loss.convention();
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    INDArray[][] parameters = new ParameterViews(layers).of(x);
    double sum = 0;
    int rows = coupled ? batch.size() : chunk;
    for (int from = 0; from < batch.size(); from += rows) {
      sum += load(batch, from, rows, List.of()).loss(parameters);
    }
    return sum / batch.size();
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    ParameterViews views = new ParameterViews(layers);
    INDArray[][] parameters = views.of(x);
    INDArray[][] gradient = views.of(out);
    out.assign(0);
    double sum = 0;
    int rows = coupled ? batch.size() : chunk;
    for (int from = 0; from < batch.size(); from += rows) {
      sum += load(batch, from, rows, List.of()).gradient(parameters, gradient, 1.0 / batch.size());
    }
    return sum / batch.size();
  }

  @Override
  public OptionalDouble accuracy(INDArray x) {
    if (labels == null) {
      return OptionalDouble.empty();
    }
    INDArray[][] parameters = new ParameterViews(layers).of(x);
    List<ChannelStatistics> statistics = ExampleStatistics.of(layers, examples, chunk, x);
    long right = 0;
    for (int from = 0; from < all.size(); from += chunk) {
      INDArray predicted = load(all, from, chunk, statistics).forward(parameters).argMax(1);
      for (int i = 0; i < predicted.length(); i++) {
        if (predicted.getLong(i) == labels.getLong(from + i)) {
          right++;
        }
      }
    }
    return OptionalDouble.of((double) right / all.size());
  }

  @Override
  public Curvature curvature(INDArray x) {
    return new NetworkCurvature(layers, LossFunction.of(loss), examples, chunk, x);
  }

  /** With the network's own outputs as targets every residual is zero, and H_i is c J_iᵀJ_i. */
  @Override
  public Curvature gaussNewton(INDArray x) {
    INDArray[][] parameters = new ParameterViews(layers).of(x);
    List<ChannelStatistics> statistics = ExampleStatistics.of(layers, examples, chunk, x);
    INDArray outputs = examples.targets().ulike();
    for (int from = 0; from < all.size(); from += chunk) {
      INDArray part = load(all, from, chunk, statistics).forward(parameters);
      Tensors.rows(outputs, from, from + part.size(0)).assign(part);
    }
    return new NetworkCurvature(
        layers,
        LossFunction.of(loss),
        new Examples(examples.features(), outputs),
        chunk,
        x,
        statistics);
  }

  /**
   * A pass loaded with the examples from {@code from} on, {@code rows} of them at most.
   *
   * @param statistics what to normalise by; empty for the pass's own rows
   */
  private NetworkPass load(Batch batch, int from, int rows, List<ChannelStatistics> statistics) {
    NetworkPass pass = pass(Math.min(batch.size() - from, rows));
    pass.load(examples, batch, from);
    pass.fix(statistics);
    return pass;
  }

  private NetworkPass pass(int rows) {
    NetworkPass pass = passes.remove(rows);
    if (pass == null) {
      pass = new NetworkPass(layers, LossFunction.of(loss), rows, precision, false);
      if (passes.size() == PASSES_KEPT) {
        passes.remove(passes.keySet().iterator().next()).close();
      }
    }
    passes.put(rows, pass);
    return pass;
  }
}
