package org.escapement.lab.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An array of NumPy, whose first axis counts examples, as a matrix: the other axes are its columns,
 * the last one running fastest. The numbers stay in the file until they are asked for.
 *
 * @param file where it is
 * @param header what it holds
 * @param rows the length of the first axis
 * @param columns the product of the others
 */
record NpyArray(ArrayFile file, NpyHeader header, int rows, int columns) {
  /** Takes one row; the array is the caller's and changes with the next. */
  @FunctionalInterface
  interface Row {
    void take(double[] row);
  }

  /**
   * Opens an array.
   *
   * @param archive the archive that it is in, or null
   * @param least the least number of axes
   * @param most the largest number of axes
   * @throws org.escapement.spi.error.EscapementException DATA_MISSING, DATA_MALFORMED, or
   *     DATA_MISMATCH for another number of axes
   */
  static NpyArray open(String archive, String name, int least, int most) {
    ArrayFile file = ArrayFile.of(archive, name);
    NpyHeader header = file.read(in -> NpyHeader.read(file, in));
    int[] shape = header.shape();
    if (shape.length < least || shape.length > most) {
      throw file.mismatch("has " + shape.length + " axes, must have " + least + " to " + most);
    }
    int columns = 1;
    for (int axis = 1; axis < shape.length; axis++) {
      columns = RowBuffer.rows(columns, shape[axis]) * shape[axis];
    }
    if (columns == 0) {
      throw file.mismatch("has an axis of length 0");
    }
    return new NpyArray(file, header, shape[0], columns);
  }

  /**
   * Hands out some rows in their order.
   *
   * @throws org.escapement.spi.error.EscapementException DATA_MALFORMED for a number that is not
   *     finite or that the precision cannot hold
   */
  void read(int from, int count, DataType precision, Row row) {
    file.read(
        in -> {
          in.skipNBytes(header.length());
          if (header.columnMajor() && columns > 1) {
            readColumns(in, from, count, precision, row);
          } else {
            in.skipNBytes((long) from * columns * header.itemSize());
            readRows(in, from, count, precision, row);
          }
          return null;
        });
  }

  private void readRows(InputStream in, int from, int count, DataType precision, Row row)
      throws IOException {
    byte[] bytes = new byte[bytesOf(columns)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
    double[] numbers = new double[columns];
    for (int i = 0; i < count; i++) {
      readFully(in, bytes);
      for (int column = 0; column < columns; column++) {
        numbers[column] = number(buffer, column, from + i, precision);
      }
      row.take(numbers);
    }
  }

  private void readColumns(InputStream in, int from, int count, DataType precision, Row row)
      throws IOException {
    double[] all = new double[RowBuffer.rows(count, columns) * columns];
    byte[] bytes = new byte[bytesOf(rows)];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(header.order());
    for (int stored = 0; stored < columns; stored++) {
      readFully(in, bytes);
      int column = columnOf(stored);
      for (int i = 0; i < count; i++) {
        all[i * columns + column] = number(buffer, from + i, from + i, precision);
      }
    }
    double[] numbers = new double[columns];
    for (int i = 0; i < count; i++) {
      System.arraycopy(all, i * columns, numbers, 0, columns);
      row.take(numbers);
    }
  }

  /** Where a column belongs that is the {@code stored}-th in column-major order. */
  private int columnOf(int stored) {
    int[] shape = header.shape();
    int column = 0;
    int stride = columns;
    for (int axis = 1; axis < shape.length; axis++) {
      stride /= shape[axis];
      column += stored % shape[axis] * stride;
      stored /= shape[axis];
    }
    return column;
  }

  private int bytesOf(int numbers) {
    return RowBuffer.rows(numbers, header.itemSize()) * header.itemSize();
  }

  private void readFully(InputStream in, byte[] bytes) throws IOException {
    if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
      throw file.malformed("has become shorter while it was read");
    }
  }

  private double number(ByteBuffer buffer, int place, int example, DataType precision) {
    double number = header.number(buffer, place * header.itemSize());
    if (!Numbers.fits(number, precision)) {
      throw file.malformed(
          "example "
              + example
              + " holds "
              + number
              + (Double.isFinite(number) ? ", too large for precision float" : ", must be finite"));
    }
    return number;
  }
}
