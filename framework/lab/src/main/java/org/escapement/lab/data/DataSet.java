package org.escapement.lab.data;

import java.util.List;
import org.escapement.spi.model.Examples;

/**
 * Examples, loaded: features of shape {@code [n, product(inputShape)]} in c order, pixels scaled to
 * [0, 1] unless they are normalized further, and targets of shape {@code [n, outputs]}, one-hot for
 * classes.
 *
 * @param train the examples to train on
 * @param test the examples to test on, or {@link Examples#none()}
 * @param inputShape the shape of one example: channels, rows, columns for images
 * @param outputs the number of classes, or of numbers to predict
 * @param sha256 a digest of exactly the examples in use, in hexadecimal. It covers the training
 *     examples and then the test examples, where there are any; of each the number of examples,
 *     rows, columns and classes as big-endian 32-bit integers, then all pixels (the bytes of a
 *     file, or big-endian 64-bit floating point numbers of a generator), then all labels, a byte
 *     each, random ones as they were drawn; where features are normalized, then means and
 *     deviations as 64-bit floating point numbers. It depends neither on the precision nor on how
 *     files are compressed.
 */
public record DataSet(
    Examples train, Examples test, List<Long> inputShape, int outputs, String sha256) {
  public DataSet {
    inputShape = List.copyOf(inputShape);
  }
}
