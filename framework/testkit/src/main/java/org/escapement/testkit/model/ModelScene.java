package org.escapement.testkit.model;

import java.util.List;
import java.util.Random;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A model's loss on a few examples, at the point where it starts.
 *
 * @param objective the loss
 * @param examples what it is fitted to
 * @param point where derivatives are taken
 */
record ModelScene(Objective objective, Examples examples, INDArray point) {
  static ModelScene of(ModelUnderTest tested, DataType precision) {
    Examples examples = tested.examples(precision);
    var model = tested.model(precision);
    return new ModelScene(
        model.objective(examples),
        examples,
        model.initialPoint(RandomStreams.of(4).stream("point")));
  }

  /** The full batch, one example, and a batch in which an example occurs twice. */
  List<Batch> batches() {
    int last = objective.examples() - 1;
    return List.of(Batch.all(last + 1), Batch.of(last), Batch.of(last, 0, last));
  }

  /** A vector with entries of order 1; another seed, another vector. */
  INDArray direction(long seed) {
    return Nd4j.createFromArray(new Random(seed).doubles(objective.dimension(), -1, 1).toArray())
        .castTo(objective.precision());
  }

  /** An array full of NaN, so that what is not overwritten shows. */
  INDArray dirty() {
    return Nd4j.valueArrayOf(new long[] {objective.dimension()}, Double.NaN, objective.precision());
  }

  INDArray gradient(INDArray x, Batch batch) {
    INDArray out = dirty();
    objective.gradient(x, batch, out);
    return out;
  }

  INDArray gradient(INDArray x, int example) {
    return gradient(x, Batch.of(example));
  }
}
