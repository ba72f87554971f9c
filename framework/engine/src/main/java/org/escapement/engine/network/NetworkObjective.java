package org.escapement.engine.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ChannelStatistics;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.operator.TensorObjective;
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
final class NetworkObjective implements TensorObjective {
  /**
   * Of the rows that a pass may have, how many times as many are kept in passes of all sizes:
   * without the second-order sweeps a row takes less than half the memory that it is counted with.
   */
  private static final long ROWS_KEPT = 2;

  private static final String NORMALIZATION =
      "statistics of all examples at the point, held constant; those of the batch in training";

  private final Compute compute;
  private final List<Layer> layers;
  private final Loss loss;
  private final DataType precision;
  private final long dimension;
  private final Examples examples;
  private final ExampleTensors tensors;
  private final PassBudget memory;
  private final boolean coupled;
  private final Batch all;
  private final Pieces pieces;
  private final int[] labels;

  NetworkObjective(
      Compute compute,
      List<Layer> layers,
      Loss loss,
      DataType precision,
      long dimension,
      Examples examples,
      PassBudget memory) {
    this.compute = compute;
    this.layers = layers;
    this.loss = loss;
    this.precision = precision;
    this.dimension = dimension;
    this.examples = examples;
    this.memory = memory;
    this.coupled = layers.stream().anyMatch(Layer::couplesExamples);
    this.all = Batch.all(examples.count());
    this.tensors = ExampleTensors.of(compute, examples);
    this.pieces = new Pieces(compute, layers, loss, tensors, precision, false, memory.passes());
    this.labels = examples.targets().size(1) > 1 ? greatest(tensors.targets()) : null;
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
  public Compute compute() {
    return compute;
  }

  @Override
  public double loss(Tensor x, Batch batch) {
    Tensor[][] parameters = new ParameterViews(layers).of(x);
    double[] sum = new double[1];
    sweep(batch, List.of(), () -> sum[0] = 0, (pass, from) -> sum[0] += pass.loss(parameters));
    return sum[0] / batch.size();
  }

  @Override
  public double gradient(Tensor x, Batch batch, Tensor out) {
    ParameterViews views = new ParameterViews(layers);
    Tensor[][] parameters = views.of(x);
    Tensor[][] gradient = views.of(out);
    double[] sum = new double[1];
    sweep(
        batch,
        List.of(),
        () -> {
          compute.fill(out, 0);
          sum[0] = 0;
        },
        (pass, from) -> sum[0] += pass.gradient(parameters, gradient, 1.0 / batch.size()));
    return sum[0] / batch.size();
  }

  @Override
  public OptionalDouble accuracy(INDArray x) {
    if (labels == null) {
      return OptionalDouble.empty();
    }
    boolean[] right = new boolean[all.size()];
    try (Tensor point = compute.upload(x)) {
      Tensor[][] parameters = new ParameterViews(layers).of(point);
      sweep(
          all,
          pieces.statistics(tensors.features(), point),
          () -> {},
          (pass, from) -> {
            int[] predicted = greatest(pass.forward(parameters));
            for (int i = 0; i < predicted.length; i++) {
              right[from + i] = predicted[i] == labels[from + i];
            }
          });
    }
    int count = 0;
    for (boolean each : right) {
      count += each ? 1 : 0;
    }
    return OptionalDouble.of((double) count / all.size());
  }

  /** Where the greatest entry of each row is, the first of equals. */
  private int[] greatest(Tensor a) {
    double[] entries = new double[Math.toIntExact(a.length())];
    compute.read(a, entries);
    int width = (int) a.columns();
    int[] greatest = new int[(int) a.rows()];
    for (int i = 0; i < greatest.length; i++) {
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < width; j++) {
        if (entries[i * width + j] > best) {
          best = entries[i * width + j];
          greatest[i] = j;
        }
      }
    }
    return greatest;
  }

  @Override
  public Optional<String> degeneracy(INDArray x) {
    return Degeneracy.of(loss, examples.targets(), () -> accuracy(x));
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
    return new LinearizedNetwork(
        compute, layers, loss, tensors, memory, compute.upload(x), residuals);
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
    Tensor[][] values = new ParameterViews(layers).of(compute.upload(x.dup()));
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
        return TensorObjective.super.restrictedTo(subset, x);
      }
      restricted.add(layer.get());
    }
    return new NetworkObjective(
        compute, restricted, loss, precision, subset.dimension(), examples, memory);
  }

  /** What is done with a pass that holds the examples of a batch from {@code from} on. */
  private interface Visit {
    void on(NetworkPass pass, int from);
  }

  /**
   * Visits a batch: in one pass where its examples are coupled by their own statistics, and else as
   * many as go through at a time.
   *
   * @param statistics what to normalise by; empty for the pass's own rows
   * @param begin makes the sums zero
   */
  private void sweep(Batch batch, List<ChannelStatistics> statistics, Runnable begin, Visit visit) {
    Pieces.Piece piece =
        (from, rows) -> {
          NetworkPass pass = pieces.pass(rows, ROWS_KEPT * pieces.rows());
          pass.load(tensors, batch, from);
          pass.fix(statistics);
          visit.on(pass, from);
        };
    if (coupled && statistics.isEmpty()) {
      pieces.whole(batch.size(), begin, piece);
    } else {
      pieces.sweep(batch.size(), begin, piece);
    }
  }
}
