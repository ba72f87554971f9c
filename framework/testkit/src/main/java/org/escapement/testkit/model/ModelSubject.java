package org.escapement.testkit.model;

import java.util.List;
import java.util.Random;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.ModelFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What an author supplies to have a model tested. The factory and the options are of the project's
 * own classes; where the run is on the project's zip, rules test the component of the same name
 * there, with options of the same values.
 */
@Tag("contract")
@ExtendWith(ModelUnderTestResolver.class)
public interface ModelSubject {
  /** A new factory. */
  ModelFactory<?> factory();

  /** Options that make a small model: some products are checked entry by entry. */
  Record options();

  /** The shape of one example where the model needs data. */
  default List<Long> inputShape() {
    return List.of(4L);
  }

  /** The number of outputs where the model needs data. */
  default int outputs() {
    return 3;
  }

  /** A few examples with random inputs and targets; none where the model brings its own. */
  default Examples examples(DataType precision) {
    if (!factory().needsData()) {
      return Examples.none();
    }
    int count = 7;
    long inputs = inputShape().stream().reduce(1L, (a, b) -> a * b);
    Random random = new Random(5);
    return new Examples(
        Nd4j.createFromArray(random.doubles(count * inputs, -1, 1).toArray())
            .castTo(precision)
            .reshape('c', count, inputs),
        Nd4j.createFromArray(random.doubles(count * (long) outputs(), -1, 1).toArray())
            .castTo(precision)
            .reshape('c', count, outputs()));
  }
}
