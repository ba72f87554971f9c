package org.escapement.engine.tensor;

import org.nd4j.linalg.api.ndarray.INDArray;

/** Columns picked by their indices. */
final class ColumnGather {
  private ColumnGather() {}

  /** As {@link org.escapement.engine.compute.Compute#gatherColumns}. */
  static void run(INDArray a, int[] indices, INDArray out) {
    for (int index : indices) {
      if (index >= a.size(1)) {
        throw new IllegalArgumentException("column " + index + " of " + a.size(1));
      }
    }
    int rows = (int) a.size(0);
    int workers = Math.min(rows, Workers.count());
    Workers.run(
        workers,
        rows,
        (worker, from, to) -> {
          double[] row = new double[(int) a.size(1)];
          double[] picked = new double[indices.length];
          for (int i = from; i < to; i++) {
            Tensors.readRow(a, i, row);
            for (int j = 0; j < indices.length; j++) {
              picked[j] = indices[j] < 0 ? 0 : row[indices[j]];
            }
            Tensors.writeRow(picked, out, i);
          }
        });
  }
}
