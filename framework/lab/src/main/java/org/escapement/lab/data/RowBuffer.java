package org.escapement.lab.data;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix that is filled number by number on the heap, row after row, and copied to native memory
 * at once: writing single numbers through an INDArray is far slower.
 */
final class RowBuffer {
  private static final long LARGEST_JAVA_ARRAY = Integer.MAX_VALUE - 8L;

  private final int rows;
  private final int columns;
  private final float[] floats;
  private final double[] doubles;
  private int filled;

  /**
   * @throws EscapementException DATA_MISMATCH if the matrix is larger than one array can be
   */
  RowBuffer(int rows, int columns, DataType precision) {
    this.rows = rows(rows, columns);
    this.columns = columns;
    int length = rows * columns;
    this.floats = precision == DataType.FLOAT ? new float[length] : null;
    this.doubles = precision == DataType.DOUBLE ? new double[length] : null;
  }

  /**
   * A number of rows that fits into one matrix.
   *
   * @throws EscapementException DATA_MISMATCH if it does not
   */
  static int rows(long rows, int columns) {
    if (rows * columns > LARGEST_JAVA_ARRAY) {
      throw new EscapementException(
          ErrorCode.DATA_MISMATCH,
          rows
              + " examples of "
              + columns
              + " numbers each are more than the "
              + LARGEST_JAVA_ARRAY
              + " numbers that fit into one array; ask for fewer examples");
    }
    return (int) rows;
  }

  /** One-hot rows: row i is 1 at {@code labels[i]}, taken as unsigned, and 0 elsewhere. */
  static INDArray oneHot(byte[] labels, int classes, DataType precision) {
    RowBuffer rows = new RowBuffer(labels.length, classes, precision);
    for (byte label : labels) {
      rows.appendOneHot(Byte.toUnsignedInt(label));
    }
    return rows.toArray();
  }

  int columns() {
    return columns;
  }

  /** The number of all numbers. */
  int length() {
    return rows * columns;
  }

  /** A number by its place, counted through row after row. */
  double get(int index) {
    return floats != null ? floats[index] : doubles[index];
  }

  /** Replaces a number, rounded to the precision. */
  void set(int index, double number) {
    if (floats != null) {
      floats[index] = (float) number;
    } else {
      doubles[index] = number;
    }
  }

  /** Writes the next number, rounded to the precision. */
  void append(double number) {
    if (floats != null) {
      floats[filled++] = (float) number;
    } else {
      doubles[filled++] = number;
    }
  }

  /** Writes the next row: 1 in that column, 0 elsewhere. */
  void appendOneHot(int hot) {
    for (int column = 0; column < columns; column++) {
      append(column == hot ? 1 : 0);
    }
  }

  /** The matrix, shape {@code [rows, columns]}, c order. */
  INDArray toArray() {
    if (filled != rows * columns) {
      throw new IllegalStateException(filled + " of " + rows * columns + " numbers were written");
    }
    INDArray flat = floats != null ? Nd4j.createFromArray(floats) : Nd4j.createFromArray(doubles);
    return flat.reshape('c', rows, columns);
  }
}
