package org.escapement.lab.data;

import java.util.List;
import org.escapement.spi.model.Examples;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The training or the test examples as a source reads them.
 *
 * @param features one example a row, before they are normalized
 * @param targets one example a row
 */
record Part(RowBuffer features, INDArray targets) {
  /**
   * The data set of two parts.
   *
   * @param test the test examples, or null
   * @param channels how many channels the columns are made of, one after the other
   * @param digest of both parts; what normalization does is added
   */
  static DataSet dataSet(
      Part train,
      Part test,
      List<Long> inputShape,
      int channels,
      Normalization normalization,
      DataDigest digest) {
    normalization.apply(train.features(), test == null ? null : test.features(), channels, digest);
    return new DataSet(
        train.examples(),
        test == null ? Examples.none() : test.examples(),
        inputShape,
        (int) train.targets().size(1),
        digest.hex());
  }

  private Examples examples() {
    return new Examples(features.toArray(), targets);
  }
}
