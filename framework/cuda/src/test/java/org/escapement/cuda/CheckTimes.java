package org.escapement.cuda;

import java.util.Arrays;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/** How long things take on a card, and how quick its matrix products are. */
final class CheckTimes {
  private static final int CALLS = 20;
  private static final int BURST = 20;

  private CheckTimes() {}

  /** The median of some calls, after one that does not count. */
  static double milliseconds(Runnable work) {
    double[] times = new double[CALLS];
    work.run();
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      work.run();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[CALLS / 2];
  }

  /** The best GFLOPS of a layer's forward product, several of them at a time. */
  static double productRate(Compute card, DataType type, long[] widths, int examples) {
    double best = 0;
    for (int layer = 1; layer < widths.length; layer++) {
      Tensor a = ones(card, type, examples, widths[layer - 1]);
      Tensor b = ones(card, type, widths[layer], widths[layer - 1]);
      Tensor c = card.zeros(type, examples, widths[layer]);
      double operations = 2.0 * examples * widths[layer - 1] * widths[layer] * BURST;
      for (int i = 0; i < CALLS; i++) {
        card.synchronize();
        long start = System.nanoTime();
        for (int j = 0; j < BURST; j++) {
          card.multiply(a, false, b, true, c, 1, 0);
        }
        card.synchronize();
        best = Math.max(best, operations / (System.nanoTime() - start));
      }
      Tensor.close(a, b, c);
    }
    return best;
  }

  private static Tensor ones(Compute card, DataType type, long rows, long columns) {
    Tensor tensor = card.zeros(type, rows, columns);
    card.fill(tensor, 1);
    return tensor;
  }
}
