package org.escapement.lab.meansquare;

import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;

/**
 * A growing list of symmetric r×r matrices. Each is a row of the entries on and above the diagonal,
 * those above times √2: then the inner product of rows is the trace of the matrices' product.
 */
final class PackedMatrices implements AutoCloseable {
  static final double ROOT_TWO = Math.sqrt(2);

  private static final int FIRST_CAPACITY = 8;

  private final int length;
  private NativeMatrix rows;
  private int size;

  PackedMatrices(int modes) {
    this.length = length(modes);
    this.rows = NativeMatrix.zeros(FIRST_CAPACITY, length);
  }

  /** r(r+1)/2. */
  static int length(int modes) {
    return Math.toIntExact((long) modes * (modes + 1) / 2);
  }

  /** How many there are. */
  int size() {
    return size;
  }

  /** The entries of one. */
  int length() {
    return length;
  }

  /** All rows, of which the first {@link #size} count; another object after {@link #append}. */
  NativeMatrix rows() {
    return rows;
  }

  /** Makes room for one more, whose entries are arbitrary, and returns its row. */
  int append() {
    if (size == rows.rows()) {
      NativeMatrix larger = NativeMatrix.zeros(2 * size, length);
      for (int row = 0; row < size; row++) {
        openblas.cblas_dcopy(length, rows.at(row, 0), 1, larger.at(row, 0), 1);
      }
      rows.close();
      rows = larger;
    }
    return size++;
  }

  /** Forgets the first ones. */
  void drop(int count) {
    NativeMatrix kept = NativeMatrix.zeros(rows.rows(), length);
    for (int row = count; row < size; row++) {
      openblas.cblas_dcopy(length, rows.at(row, 0), 1, kept.at(row - count, 0), 1);
    }
    rows.close();
    rows = kept;
    size -= count;
  }

  /** The Frobenius norm of one. */
  double norm(int row) {
    return openblas.cblas_dnrm2(length, rows.at(row, 0), 1);
  }

  /** Multiplies one. */
  void scale(int row, double factor) {
    openblas.cblas_dscal(length, factor, rows.at(row, 0), 1);
  }

  /** Takes off one what it shares with those before it, which are orthonormal. */
  void removeEarlier(int row) {
    if (row == 0) {
      return;
    }
    try (NativeMatrix shares = NativeMatrix.zeros(1, row)) {
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          row,
          length,
          1,
          rows.at(0, 0),
          length,
          rows.atAlso(row, 0),
          1,
          0,
          shares.at(0, 0),
          1);
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasTrans,
          row,
          length,
          -1,
          rows.at(0, 0),
          length,
          shares.at(0, 0),
          1,
          1,
          rows.atAlso(row, 0),
          1);
    }
  }

  /** Whether a packed matrix is positive definite; the square one is overwritten. */
  static boolean isPositiveDefinite(double[] packed, NativeMatrix square) {
    int r = square.rows();
    DoubleIndexer entries = square.entries();
    int at = 0;
    for (int a = 0; a < r; a++) {
      long row = (long) a * r;
      for (int b = a; b < r; b++, at++) {
        entries.put(row + b, a == b ? packed[at] : packed[at] / ROOT_TWO);
      }
    }
    return square.isPositiveDefinite();
  }

  @Override
  public void close() {
    rows.close();
  }
}
