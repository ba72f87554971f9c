package org.escapement.engine.solver;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.indexer.DoubleIndexer;
import org.bytedeco.openblas.global.openblas;

/**
 * The orthogonal matrix Q = H_0 H_1 … H_{n−2} of a reduction to tridiagonal form, H_i = I − τ_i v_i
 * v_iᵀ, as LAPACK's dsytrd leaves it. Applied in blocks, H_s … H_{e−1} = I − V T Vᵀ with T upper
 * triangular, by general matrix products alone.
 */
final class Reflectors implements AutoCloseable {
  /** Reflectors in a block: enough for products at full speed, with little spent on T. */
  private static final int BLOCK = 96;

  private final int n;
  private final DoublePointer rows;
  private final DoublePointer weights;
  private final DoublePointer projected;
  private final DoublePointer combined;
  private final DoublePointer gram;
  private final DoublePointer triangle;
  private final DoubleIndexer products;
  private final DoubleIndexer factors;

  /**
   * Of what dsytrd leaves.
   *
   * @param rows n×n in c order; right of the diagonal, from the second entry on, row i holds v_i
   *     from its entry i+2 on. {@link #apply} completes the rows to the whole v_i
   * @param weights τ_0 to τ_{n−2}
   */
  Reflectors(DoublePointer rows, DoublePointer weights, int n) {
    this.n = n;
    this.rows = rows;
    this.weights = weights;
    this.projected = new DoublePointer((long) n * BLOCK);
    this.combined = new DoublePointer((long) n * BLOCK);
    this.gram = new DoublePointer((long) BLOCK * BLOCK);
    this.triangle = new DoublePointer((long) BLOCK * BLOCK);
    this.products = DoubleIndexer.create(gram);
    this.factors = DoubleIndexer.create(triangle);
  }

  /**
   * Replaces every row z by Qz.
   *
   * @param vectors n×n in c order
   */
  void apply(DoublePointer vectors) {
    int last = Math.max(0, n - 2) / BLOCK;
    for (int block = last; block >= 0; block--) {
      int from = block * BLOCK;
      int count = Math.min(BLOCK, n - 1 - from);
      if (count > 0) {
        complete(from, count);
        formTriangle(from, count);
        applyBlock(from, count, vectors);
      }
    }
    rows.position(0);
    vectors.position(0);
  }

  /** Writes the zeros and the one that dsytrd leaves out. */
  private void complete(int from, int count) {
    for (int i = from; i < from + count; i++) {
      rows.position((long) i * n);
      for (int j = from + 1; j <= i; j++) {
        rows.put(j, 0);
      }
      rows.put(i + 1, 1);
    }
  }

  /** T's column i is τ_i times (−T Vᵀv_i, 1), T being the columns before. */
  private void formTriangle(int from, int count) {
    rows.position((long) from * n + from + 1);
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        count,
        count,
        n - 1 - from,
        1,
        rows,
        n,
        rows,
        n,
        0,
        gram,
        count);
    for (int i = 0; i < count; i++) {
      double weight = weights.get(from + i);
      for (int a = 0; a < count; a++) {
        double sum = 0;
        for (int b = a; b < i; b++) {
          sum += factors.get((long) a * count + b) * products.get((long) b * count + i);
        }
        factors.put((long) a * count + i, a < i ? -weight * sum : a == i ? weight : 0);
      }
    }
  }

  /** X ← X − (X V) Tᵀ Vᵀ. */
  private void applyBlock(int from, int count, DoublePointer vectors) {
    int length = n - 1 - from;
    vectors.position(from + 1);
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        n,
        count,
        length,
        1,
        vectors,
        n,
        rows,
        n,
        0,
        projected,
        count);
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasTrans,
        n,
        count,
        count,
        1,
        projected,
        count,
        triangle,
        count,
        0,
        combined,
        count);
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        n,
        length,
        count,
        -1,
        combined,
        count,
        rows,
        n,
        1,
        vectors,
        n);
  }

  @Override
  public void close() {
    projected.close();
    combined.close();
    gram.close();
    triangle.close();
  }
}
