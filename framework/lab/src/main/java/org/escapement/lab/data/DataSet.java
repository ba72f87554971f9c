package org.escapement.lab.data;

import java.util.List;
import org.escapement.spi.model.Examples;

/**
 * Examples of a classification, loaded: features of shape {@code [n, product(inputShape)]} in c
 * order, scaled to [0, 1], and one-hot targets of shape {@code [n, outputs]}.
 *
 * @param train the examples to train on
 * @param test the examples to test on, or {@link Examples#none()}
 * @param inputShape the shape of one example: channels, rows, columns
 * @param outputs the number of classes
 * @param sha256 a digest of exactly the examples in use, in hexadecimal. It covers the training
 *     examples and then the test examples, where there are any; of each the number of examples,
 *     rows, columns and classes as big-endian 32-bit integers, then all pixels (the bytes of a
 *     file, or big-endian 64-bit floating point numbers of a generator), then all labels, a byte
 *     each. It depends neither on the precision nor on how files are compressed.
 */
public record DataSet(
    Examples train, Examples test, List<Long> inputShape, int outputs, String sha256) {
  public DataSet {
    inputShape = List.copyOf(inputShape);
  }
}
