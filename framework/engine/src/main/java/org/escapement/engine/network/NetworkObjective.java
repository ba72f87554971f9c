package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterSubset;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A network's loss on given examples. Layers that normalise do so by the statistics of the batch,
 * which goes through one pass as a whole; the accuracy and second derivatives take the statistics
 * of all examples at the point instead, as constants.
 */
final class NetworkObjective implements Objective {
  /**
   * Of the rows that a pass may have, how many times as many are kept in passes of all sizes:
   * without the second-order sweeps a row takes less than half the memory that it is counted with.
   */
  private static final long ROWS_KEPT = 2;

  private static final String NORMALIZATION =
      "statistics of all examples at the point, held constant; those of the batch in training";

  private final List<Layer> layers;
  private final Loss loss;
  private final DataType precision;
  private final long dimension;
  private final Examples examples;
  private final long passBytes;
  private final int chunk;
  private final boolean coupled;
  private final Batch all;
  private final Map<Integer, NetworkPass> passes = new LinkedHashMap<>();
  private final INDArray labels;

  NetworkObjective(
      List<Layer> layers,
      Loss loss,
      DataType precision,
      long dimension,
      Examples examples,
      long passBytes) {
    this.layers = layers;
    this.loss = loss;
    this.precision = precision;
    this.dimension = dimension;
    this.examples = examples;
    this.passBytes = passBytes;
    this.chunk =
        Chunks.rows(examples.features().size(1), layers, precision, examples.count(), passBytes);
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

  /**
   * A network that classifies all examples rightly does so ever more surely as it grows. Targets
   * that leave a doubt, such as smoothed labels, are fitted at a point.
   */
  @Override
  public Optional<String> degeneracy(INDArray x) {
    if (loss.attainsItsInfimum() || !Probabilities.certain(examples.targets()) || !fits(x)) {
      return Optional.empty();
    }
    return Optional.of(
        "linearisation degenerate: with all examples classified rightly "
            + loss
            + " falls to zero only at infinity, where all curvature vanishes");
  }

  private boolean fits(INDArray x) {
    return accuracy(x).orElse(0) == 1;
  }

  @Override
  public Optional<String> normalization() {
    return coupled ? Optional.of(NORMALIZATION) : Optional.empty();
  }

  @Override
  public Curvature curvature(INDArray x) {
    return new NetworkCurvature(linearized(x, true));
  }

  @Override
  public Curvature gaussNewton(INDArray x) {
    return new NetworkCurvature(linearized(x, false));
  }

  private LinearizedNetwork linearized(INDArray x, boolean residuals) {
    return new LinearizedNetwork(layers, loss, examples, passBytes, x, residuals);
  }

  @Override
  public Optional<Jacobian> jacobian(INDArray x, Jacobian.Scaling scaling) {
    return Optional.of(new NetworkJacobian(linearized(x, false), scaling));
  }

  /**
   * Exact where the subset has each layer as a whole or not at all.
   *
   * @throws EscapementException PARAMETERS_UNKNOWN where it has not and the network normalises:
   *     differences would be those of the statistics too
   */
  @Override
  public Objective restrictedTo(ParameterSubset subset, INDArray x) {
    List<Layer> restricted = new ArrayList<>();
    INDArray[][] values = new ParameterViews(layers).of(x.dup());
    for (int i = 0; i < layers.size(); i++) {
      String prefix = "layers." + i + ".";
      Optional<Layer> layer =
          layers.get(i).restrictedTo(name -> subset.contains(prefix + name), values[i]);
      if (layer.isEmpty()) {
        if (coupled) {
          throw new EscapementException(
              ErrorCode.PARAMETERS_UNKNOWN,
              "in a network with batch normalisation layers can be varied alone, single tensors of"
                  + " layers."
                  + i
                  + " cannot");
        }
        return Objective.super.restrictedTo(subset, x);
      }
      restricted.add(layer.get());
    }
    return new NetworkObjective(
        restricted, loss, precision, subset.dimension(), examples, passBytes);
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
      makeRoom(rows);
      pass = new NetworkPass(layers, loss, rows, precision, false);
    }
    passes.put(rows, pass);
    return pass;
  }

  private void makeRoom(int rows) {
    long kept = passes.keySet().stream().mapToLong(each -> each).sum();
    while (kept > 0 && kept + rows > ROWS_KEPT * chunk) {
      int oldest = passes.keySet().iterator().next();
      passes.remove(oldest).close();
      kept -= oldest;
    }
  }
}
