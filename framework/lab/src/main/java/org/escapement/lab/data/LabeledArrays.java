package org.escapement.lab.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An array of features and the labels of the same examples.
 *
 * @param features one example a row
 * @param labels likewise
 */
record LabeledArrays(NpyArray features, NpyArray labels) {
  private static final int MOST_CLASSES = 1000;
  private static final double BRIGHTEST = 255;

  /**
   * Opens both.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MISSING, DATA_MALFORMED, or
   *     DATA_MISMATCH if they do not fit together
   */
  static LabeledArrays open(NpyOptions options, String features, String labels) {
    NpyArray rows = NpyArray.open(options.archive(), features, 2, 4);
    NpyArray targets = NpyArray.open(options.archive(), labels, 1, 2);
    if (rows.rows() != targets.rows()) {
      throw targets
          .file()
          .mismatch(
              "holds "
                  + targets.rows()
                  + " labels, '"
                  + features
                  + "' holds "
                  + rows.rows()
                  + " examples: they must be as many");
    }
    if (options.targets() == TargetKind.ONE_HOT && targets.columns() != 1) {
      throw targets
          .file()
          .mismatch(
              "has "
                  + targets.columns()
                  + " numbers an example, a class is one; to predict them, set targets: regression");
    }
    return new LabeledArrays(rows, targets);
  }

  /** Refuses to hand out more examples than there are. */
  void checkCount(String asked, long count) {
    if (count > features.rows()) {
      throw features
          .file()
          .mismatch(asked + " examples asked for, " + features.rows() + " available");
    }
  }

  /** Refuses examples of another shape than the training examples. */
  void checkFits(LabeledArrays training) {
    if (!inputShape().equals(training.inputShape())
        || labels.columns() != training.labels.columns()) {
      throw features
          .file()
          .mismatch(
              "examples of shape "
                  + inputShape()
                  + ", those of the training array are "
                  + training.inputShape()
                  + ": they must agree");
    }
  }

  /** The shape of one example: features, or channels, rows and columns. */
  List<Long> inputShape() {
    int[] shape = features.header().shape();
    LongStream axes = Arrays.stream(shape, 1, shape.length).asLongStream();
    return (shape.length == 3 ? LongStream.concat(LongStream.of(1), axes) : axes).boxed().toList();
  }

  /** The number of channels of an example. */
  int channels() {
    return inputShape().size() == 3 ? inputShape().get(0).intValue() : 1;
  }

  /** The number of classes that the labels name, all of them. */
  int classes() {
    double[] largest = {0};
    labels.read(
        0, labels.rows(), DataType.DOUBLE, row -> largest[0] = Math.max(largest[0], label(row[0])));
    return (int) largest[0] + 1;
  }

  private double label(double number) {
    if (number < 0 || number != Math.rint(number)) {
      throw labels
          .file()
          .mismatch("holds the label " + number + ", a class is an integer from 0 on");
    }
    if (number >= MOST_CLASSES) {
      throw labels
          .file()
          .mismatch(
              "holds the label "
                  + number
                  + ", there may be "
                  + MOST_CLASSES
                  + " classes; if it is a number to predict, set targets: regression");
    }
    return number;
  }

  /** Reads some examples. */
  Part part(
      int from, int count, int outputs, TargetKind kind, DataType precision, DataDigest digest) {
    RowBuffer rows = new RowBuffer(count, features.columns(), precision);
    RowBuffer targets = new RowBuffer(count, outputs, precision);
    digest.update(count, features.columns(), outputs);
    double scale = features.header().unsignedBytes() ? BRIGHTEST : 1;
    features.read(
        from,
        count,
        precision,
        row -> {
          for (int column = 0; column < row.length; column++) {
            row[column] /= scale;
            rows.append(row[column]);
          }
          digest.update(row);
        });
    labels.read(
        from,
        count,
        precision,
        row -> {
          appendTarget(row, outputs, kind, targets);
          digest.update(row);
        });
    return new Part(rows, targets.toArray());
  }

  private void appendTarget(double[] row, int outputs, TargetKind kind, RowBuffer targets) {
    if (kind == TargetKind.REGRESSION) {
      for (double number : row) {
        targets.append(number);
      }
      return;
    }
    if (label(row[0]) >= outputs) {
      throw labels
          .file()
          .mismatch("holds the label " + row[0] + ", the training labels end at " + (outputs - 1));
    }
    targets.appendOneHot((int) row[0]);
  }
}
