package org.escapement.lab.meansquare;

import org.bytedeco.javacpp.indexer.DoubleIndexer;

/**
 * A linear map of symmetric r×r matrices, M ↦ K ∘ M + S ∘ L(R ∘ M), with ∘ the product entry by
 * entry and L the mean of H_iMH_i. All second-moment maps have this form, because H is diagonal.
 *
 * <p>A matrix is a vector of the entries on and above the diagonal, row by row, those above times
 * √2: then the inner product of vectors is the trace of the matrices' product.
 */
final class MomentOperator {
  private static final double ROOT_TWO = Math.sqrt(2);

  private final ExampleProducts products;
  private final double[] local;
  private final double[] before;
  private final double[] after;

  /** One entry of a weight. */
  interface Weight {
    /** The weight of entry (a, b), which is also that of (b, a). */
    double at(int a, int b);
  }

  /**
   * @param products L
   * @param local K
   * @param before R
   * @param after S
   */
  MomentOperator(ExampleProducts products, Weight local, Weight before, Weight after) {
    this.products = products;
    int r = products.curvature().modes();
    this.local = new double[length(r)];
    this.before = new double[length(r)];
    this.after = new double[length(r)];
    int at = 0;
    for (int a = 0; a < r; a++) {
      for (int b = a; b < r; b++) {
        this.local[at] = local.at(a, b);
        // M = T + Tᵀ halves the diagonal
        this.before[at] = before.at(a, b) / (a == b ? 2 : ROOT_TWO);
        this.after[at] = after.at(a, b) * (a == b ? 1 : ROOT_TWO);
        at++;
      }
    }
  }

  static int length(int modes) {
    return Math.multiplyExact(modes, modes + 1) / 2;
  }

  /** r. */
  int modes() {
    return products.curvature().modes();
  }

  /** The length of vectors. */
  int length() {
    return local.length;
  }

  /**
   * Writes the image of row {@code source} of a matrix of vectors into row {@code target} of
   * another.
   */
  void apply(NativeMatrix from, int source, NativeMatrix to, int target) {
    int r = modes();
    DoubleIndexer input = from.entries();
    DoubleIndexer output = to.entries();
    DoubleIndexer square = products.square().entries();
    long in = (long) source * length();
    long out = (long) target * length();
    int at = 0;
    for (int a = 0; a < r; a++) {
      long row = (long) a * r;
      for (int b = a; b < r; b++, at++) {
        square.put(row + b, before[at] * input.get(in + at));
      }
    }
    products.apply();
    at = 0;
    for (int a = 0; a < r; a++) {
      long row = (long) a * r;
      for (int b = a; b < r; b++, at++) {
        output.put(out + at, local[at] * input.get(in + at) + after[at] * square.get(row + b));
      }
    }
  }

  /** Whether row {@code source} is a positive definite matrix. */
  boolean isPositiveDefinite(NativeMatrix from, int source) {
    int r = modes();
    DoubleIndexer input = from.entries();
    DoubleIndexer square = products.square().entries();
    long in = (long) source * length();
    for (int a = 0; a < r; a++) {
      long row = (long) a * r;
      for (int b = a; b < r; b++, in++) {
        square.put(row + b, a == b ? input.get(in) : input.get(in) / ROOT_TWO);
      }
    }
    return products.square().isPositiveDefinite();
  }

  /** Writes the unit matrix into a row. */
  void writeIdentity(NativeMatrix to, int target) {
    int r = modes();
    long at = (long) target * length();
    for (int a = 0; a < r; a++) {
      for (int b = a; b < r; b++, at++) {
        to.entries().put(at, a == b ? 1 : 0);
      }
    }
  }
}
