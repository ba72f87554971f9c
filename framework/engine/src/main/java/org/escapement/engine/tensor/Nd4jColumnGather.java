package org.escapement.engine.tensor;

import org.escapement.engine.compute.ColumnGather;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Columns picked by their indices, row by row. */
final class Nd4jColumnGather implements ColumnGather {
  private final int[] indices;

  Nd4jColumnGather(int[] indices) {
    this.indices = indices.clone();
  }

  @Override
  public void apply(Tensor from, Tensor to) {
    Compute.requireShape(to, from.rows(), indices.length);
    run(Nd4jCompute.array(from), Nd4jCompute.array(to));
  }

  private void run(INDArray a, INDArray out) {
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

  @Override
  public void close() {
    // nothing is kept but the indices
  }
}
