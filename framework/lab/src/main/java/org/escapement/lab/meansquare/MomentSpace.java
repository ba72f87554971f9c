package org.escapement.lab.meansquare;

import org.bytedeco.javacpp.indexer.DoubleIndexer;

/**
 * Symmetric matrices M together with L(M) = (1/n) Σ_i H_iMH_i, the only costly product of the
 * theory. It depends neither on the method nor on its learning rate or the batch size, and the
 * image of a combination is the combination of images: what one question has computed serves all
 * others at the same minimum.
 */
final class MomentSpace implements AutoCloseable {
  /** The two lists here and the three that a question makes of them. */
  private static final int LISTS = 5;

  private static final int LEAST = 8;

  private final ExampleProducts products;
  private final PackedMatrices members;
  private final PackedMatrices images;
  private final int capacity;

  /**
   * @param products L
   * @param maxBytes the memory that matrices, images and what questions make of them may take
   */
  MomentSpace(ExampleProducts products, long maxBytes) {
    int modes = products.curvature().modes();
    this.products = products;
    this.members = new PackedMatrices(modes);
    this.images = new PackedMatrices(modes);
    long fitting = maxBytes / ((long) LISTS * members.length() * Double.BYTES);
    this.capacity = (int) Math.max(LEAST, Math.min(fitting, Integer.MAX_VALUE));
  }

  ReducedCurvature curvature() {
    return products.curvature();
  }

  /** Room for one r×r matrix, overwritten by {@link #add}. */
  NativeMatrix scratch() {
    return products.square();
  }

  PackedMatrices members() {
    return members;
  }

  PackedMatrices images() {
    return images;
  }

  /** How many matrices there are. */
  int size() {
    return members.size();
  }

  /** Whether they span all symmetric matrices. */
  boolean isWhole() {
    return size() == members.length();
  }

  /** Whether memory forbids another one. */
  boolean isFull() {
    return size() >= capacity;
  }

  /** Forgets the older half where there is little room left. */
  void makeRoom() {
    if (size() > capacity / 2 && size() > LEAST / 2 && !isWhole()) {
      int half = size() / 2;
      members.drop(half);
      images.drop(half);
    }
  }

  /**
   * Adds what is new in a matrix, scaled to length one, and computes its image. Members that
   * depended on one another nearly would lose digits in combinations.
   */
  void add(double[] packed) {
    int row = members.append();
    members.rows().entries().put((long) row * packed.length, packed, 0, packed.length);
    for (int pass = 0; pass < 2; pass++) {
      members.scale(row, 1 / members.norm(row));
      members.removeEarlier(row);
    }
    members.scale(row, 1 / members.norm(row));
    images.append();
    writeHalves(row);
    products.apply();
    readImage(row);
  }

  /** Writes the triangle T with M = T + Tᵀ. */
  private void writeHalves(int row) {
    int r = products.curvature().modes();
    DoubleIndexer square = products.square().entries();
    DoubleIndexer input = members.rows().entries();
    long at = (long) row * members.length();
    for (int a = 0; a < r; a++) {
      for (int b = a; b < r; b++, at++) {
        square.put((long) a * r + b, input.get(at) / (a == b ? 2 : PackedMatrices.ROOT_TWO));
      }
    }
  }

  private void readImage(int row) {
    int r = products.curvature().modes();
    DoubleIndexer square = products.square().entries();
    DoubleIndexer output = images.rows().entries();
    long at = (long) row * images.length();
    for (int a = 0; a < r; a++) {
      for (int b = a; b < r; b++, at++) {
        output.put(at, square.get((long) a * r + b) * (a == b ? 1 : PackedMatrices.ROOT_TWO));
      }
    }
  }

  @Override
  public void close() {
    members.close();
    images.close();
    products.close();
  }
}
