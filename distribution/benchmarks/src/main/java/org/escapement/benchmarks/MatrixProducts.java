package org.escapement.benchmarks;

import org.escapement.engine.tensor.Tensors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The rate of plain matrix products of the fully connected network's sizes, into one output. */
final class MatrixProducts {
  private static final int ROWS = 1000;
  private static final int COLUMNS = 500;
  private static final int[] INNER = {784, 500};
  private static final int WINDOWS = 10;
  private static final double WINDOW_SECONDS = 0.1;
  private static final double GIGA = 1e9;

  private MatrixProducts() {}

  /** GFLOPS: the best mean over a tenth of a second, of both shapes. */
  static double rate(DataType type) {
    double best = 0;
    for (int inner : INNER) {
      INDArray a = Nd4j.rand(type, ROWS, inner);
      INDArray b = Nd4j.rand(type, inner, COLUMNS);
      INDArray out = Tensors.matrix(type, ROWS, COLUMNS);
      for (int i = 0; i < WINDOWS; i++) {
        best = Math.max(best, window(a, b, out, 2.0 * ROWS * inner * COLUMNS));
      }
      Tensors.free(a, b, out);
    }
    return best;
  }

  private static double window(INDArray a, INDArray b, INDArray out, double operations) {
    double spent = 0;
    int calls = 0;
    while (spent < WINDOW_SECONDS) {
      spent += Timing.once(() -> Tensors.multiply(a, false, b, false, out, 1, 0));
      calls++;
    }
    return calls * operations / spent / GIGA;
  }
}
