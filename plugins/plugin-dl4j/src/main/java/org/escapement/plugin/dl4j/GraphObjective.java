package org.escapement.plugin.dl4j;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.escapement.engine.network.Degeneracy;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** DL4J's loss and gradient on given examples, some at a time. */
final class GraphObjective implements Objective {
  /** Examples that go through at once at most: DL4J allocates what they need at every layer. */
  private static final int ROWS = 256;

  private final GraphNetwork network;
  private final Examples examples;
  private final ModelSetting setting;
  private final String convention;
  private final double scale;
  private final long dimension;

  GraphObjective(
      GraphNetwork network,
      Examples examples,
      ModelSetting setting,
      String convention,
      double scale,
      long dimension) {
    this.network = network;
    this.examples = examples;
    this.setting = setting;
    this.convention = convention;
    this.scale = scale;
    this.dimension = dimension;
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
    return setting.precision();
  }

  @Override
  public String lossConvention() {
    return convention;
  }

  @Override
  public double loss(INDArray x, Batch batch) {
    return pass(x, batch, null);
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    out.assign(0);
    return pass(x, batch, out);
  }

  private double pass(INDArray x, Batch batch, INDArray out) {
    network.load(x);
    double sum = 0;
    for (int from = 0; from < batch.size(); from += ROWS) {
      int[] rows = rows(batch, from);
      sum +=
          network.gradient(
              Nd4j.pullRows(examples.features(), 1, rows),
              Nd4j.pullRows(examples.targets(), 1, rows),
              out,
              scale / batch.size());
    }
    return scale * sum / batch.size();
  }

  @Override
  public OptionalDouble accuracy(INDArray x) {
    if (examples.targets().size(1) < 2) {
      return OptionalDouble.empty();
    }
    network.load(x);
    long right = 0;
    Batch all = Batch.all(examples());
    for (int from = 0; from < all.size(); from += ROWS) {
      int[] rows = rows(all, from);
      INDArray predicted = network.outputs(Nd4j.pullRows(examples.features(), 1, rows)).argMax(1);
      INDArray labels = Nd4j.pullRows(examples.targets(), 1, rows).argMax(1);
      for (int i = 0; i < rows.length; i++) {
        right += predicted.getLong(i) == labels.getLong(i) ? 1 : 0;
      }
    }
    return OptionalDouble.of((double) right / examples());
  }

  @Override
  public Optional<String> degeneracy(INDArray x) {
    return Degeneracy.of(setting.loss(), examples.targets(), () -> accuracy(x));
  }

  /** The next examples of a batch, as many as go through at once. */
  private static int[] rows(Batch batch, int from) {
    int to = Math.min(from + ROWS, batch.size());
    return IntStream.range(from, to).map(batch::index).toArray();
  }
}
