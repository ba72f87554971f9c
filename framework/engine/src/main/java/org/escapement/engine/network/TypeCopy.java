package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** Copies tensors into another floating-point type. */
final class TypeCopy {
  /** How many entries at a time go through the host to become another type. */
  private static final int ENTRIES = 1 << 20;

  private TypeCopy() {}

  /** A copy, which the caller closes. */
  static Tensor of(Compute compute, Tensor a, DataType type) {
    Tensor copy = compute.zeros(type, a.rows(), a.columns());
    try {
      fill(compute, a, copy);
      return copy;
    } catch (RuntimeException failure) {
      copy.close();
      throw failure;
    }
  }

  private static void fill(Compute compute, Tensor a, Tensor copy) {
    int step = (int) Math.max(1, Math.min(a.rows(), ENTRIES / a.columns()));
    for (long from = 0; from < a.rows(); from += step) {
      long to = Math.min(a.rows(), from + step);
      double[] entries = new double[Math.toIntExact((to - from) * a.columns())];
      compute.read(a.rows(from, to), entries);
      compute.write(entries, copy.rows(from, to));
    }
  }
}
