package org.escapement.engine.tensor;

import java.util.stream.IntStream;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Loops over the rows of a batch on several threads. Each worker takes one contiguous stretch,
 * which depends on the number of rows and of workers alone: what it sums up comes out the same, bit
 * for bit, however the threads are scheduled.
 */
final class Workers {
  private Workers() {}

  /** As many as ND4J's own operations use: {@code OMP_NUM_THREADS} decides. */
  static int count() {
    return Math.max(1, Nd4j.getEnvironment().maxThreads());
  }

  /** One worker's loop over the rows {@code [from, to)}. */
  interface Stretch {
    void run(int worker, int from, int to);
  }

  /** Runs every worker's stretch and waits for all. */
  static void run(int workers, int rows, Stretch stretch) {
    IntStream.range(0, workers)
        .parallel()
        .forEach(
            worker ->
                stretch.run(
                    worker,
                    (int) ((long) rows * worker / workers),
                    (int) ((long) rows * (worker + 1) / workers)));
  }
}
