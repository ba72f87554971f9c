package org.escapement.lab.data;

import org.escapement.engine.random.RandomStreams;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What a data source works with besides its options.
 *
 * @param streams where all of its randomness comes from
 * @param precision of the arrays it makes: float or double
 */
public record DataContext(RandomStreams streams, DataType precision) {
  public DataContext {
    if (precision != DataType.FLOAT && precision != DataType.DOUBLE) {
      throw new IllegalArgumentException("precision " + precision + ", must be FLOAT or DOUBLE");
    }
  }
}
