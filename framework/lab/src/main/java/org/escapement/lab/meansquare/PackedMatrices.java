package org.escapement.lab.meansquare;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;
import org.hipparchus.linear.RealMatrix;

/**
 * A growing list of symmetric r×r matrices. Each is a row of the entries on and above the diagonal,
 * those above times √2: then the inner product of rows is the trace of the matrices' product.
 */
final class PackedMatrices implements AutoCloseable {
  static final double ROOT_TWO = Math.sqrt(2);

  private static final int FIRST_CAPACITY = 16;

  /** Entries of every matrix that are looked at together, so that they stay in the cache. */
  private static final int BLOCK = 2048;

  private final int length;
  private final int mostRows;
  private final DoublePointer vector;
  private NativeMatrix rows;
  private int size;

  /**
   * @param modes r
   * @param mostRows how many there may be
   */
  PackedMatrices(int modes, int mostRows) {
    this.length = length(modes);
    this.mostRows = mostRows;
    this.vector = new DoublePointer(length);
    this.rows = NativeMatrix.zeros(Math.min(FIRST_CAPACITY, mostRows), length);
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

  /** Adds one and returns its row. */
  int append(double[] entries) {
    if (size == rows.rows()) {
      NativeMatrix larger = NativeMatrix.zeros(Math.min(2 * size, mostRows), length);
      for (int row = 0; row < size; row++) {
        openblas.cblas_dcopy(length, rows.at(row, 0), 1, larger.at(row, 0), 1);
      }
      rows.close();
      rows = larger;
    }
    rows.entries().put((long) size * length, entries, 0, length);
    return size++;
  }

  /** Forgets the last one. */
  void removeLast() {
    size--;
  }

  /** One entry of one. */
  double get(int row, int entry) {
    return rows.entries().get((long) row * length + entry);
  }

  /** A copy of one. */
  double[] get(int row) {
    double[] entries = new double[length];
    rows.entries().get((long) row * length, entries, 0, length);
    return entries;
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
    try (DoublePointer shares = new DoublePointer(row)) {
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
          shares,
          1);
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasTrans,
          row,
          length,
          -1,
          rows.at(0, 0),
          length,
          shares,
          1,
          1,
          rows.atAlso(row, 0),
          1);
    }
  }

  /** The inner products of all with another matrix. */
  double[] products(double[] other) {
    double[] products = new double[size];
    vector.put(other, 0, length);
    try (DoublePointer out = new DoublePointer(size)) {
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasNoTrans,
          size,
          length,
          1,
          rows.at(0, 0),
          length,
          vector,
          1,
          0,
          out,
          1);
      out.get(products);
    }
    return products;
  }

  /** Writes Σ weights[row] · row. */
  void combine(double[] weights, double[] out) {
    try (DoublePointer factors = new DoublePointer(weights)) {
      openblas.cblas_dgemv(
          openblas.CblasRowMajor,
          openblas.CblasTrans,
          size,
          length,
          1,
          rows.at(0, 0),
          length,
          factors,
          1,
          0,
          vector,
          1);
      vector.get(out);
    }
  }

  /** Replaces the rows by as many combinations as {@code weights} has columns, at most as many. */
  void combine(RealMatrix weights) {
    int fewer = weights.getColumnDimension();
    double[] factors = new double[size * fewer];
    for (int row = 0; row < size; row++) {
      System.arraycopy(weights.getRow(row), 0, factors, row * fewer, fewer);
    }
    try (NativeMatrix block = NativeMatrix.zeros(fewer, BLOCK);
        DoublePointer pointer = new DoublePointer(factors)) {
      for (int from = 0; from < length; from += BLOCK) {
        int width = Math.min(BLOCK, length - from);
        openblas.cblas_dgemm(
            openblas.CblasRowMajor,
            openblas.CblasTrans,
            openblas.CblasNoTrans,
            fewer,
            width,
            size,
            1,
            pointer,
            fewer,
            rows.at(0, from),
            length,
            0,
            block.at(0, 0),
            BLOCK);
        for (int row = 0; row < fewer; row++) {
          openblas.cblas_dcopy(width, block.at(row, 0), 1, rows.at(row, from), 1);
        }
      }
    }
    size = fewer;
  }

  /**
   * The inner products, weighted entry by entry, of all of these (row) with all of others (column).
   *
   * @param weights one for each entry
   * @param others as many as these; may be these
   */
  double[][] products(double[] weights, PackedMatrices others) {
    double[][] products = new double[size][size];
    if (size == 0) {
      return products;
    }
    try (NativeMatrix block = NativeMatrix.zeros(size, BLOCK);
        NativeMatrix out = NativeMatrix.zeros(size, size)) {
      for (int from = 0; from < length; from += BLOCK) {
        int start = from;
        int width = Math.min(BLOCK, length - from);
        IntStream.range(0, size)
            .parallel()
            .forEach(row -> others.writeWeighted(row, start, width, weights, block));
        openblas.cblas_dgemm(
            openblas.CblasRowMajor,
            openblas.CblasNoTrans,
            openblas.CblasTrans,
            size,
            size,
            width,
            1,
            rows.at(0, from),
            length,
            block.at(0, 0),
            BLOCK,
            1,
            out.at(0, 0),
            size);
      }
      for (int i = 0; i < size; i++) {
        out.entries().get((long) i * size, products[i], 0, size);
      }
    }
    return products;
  }

  private void writeWeighted(int row, int from, int width, double[] weights, NativeMatrix block) {
    DoubleIndexer input = rows.entries();
    DoubleIndexer output = block.entries();
    long source = (long) row * length + from;
    long target = (long) row * BLOCK;
    for (int at = 0; at < width; at++) {
      output.put(target + at, weights[from + at] * input.get(source + at));
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
    vector.close();
  }
}
