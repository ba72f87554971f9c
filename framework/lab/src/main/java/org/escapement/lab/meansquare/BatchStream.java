package org.escapement.lab.meansquare;

import java.util.random.RandomGenerator;
import org.escapement.spi.optimizer.Sampling;

/** An endless sequence of batches of examples. */
public abstract class BatchStream {
  private final int examples;
  private final boolean constant;

  private BatchStream(int examples, boolean constant) {
    this.examples = examples;
    this.constant = constant;
  }

  /**
   * Batches drawn by any law. Those of an epoch that is reshuffled depend on one another: what
   * holds for independent ones, the factor p and all that is built on it, does not hold for them.
   */
  public static BatchStream of(Sampling sampling, int examples, RandomGenerator random) {
    int size = sampling.effectiveBatchSize(examples);
    return switch (sampling.kind()) {
      case FULL_BATCH, WITHOUT_REPLACEMENT -> distinct(size, examples, random);
      case WITH_REPLACEMENT -> repeating(size, examples, random);
      case RESHUFFLED -> epochs(size, examples, random);
    };
  }

  private static BatchStream distinct(int size, int examples, RandomGenerator random) {
    int[] order = ascending(examples);
    int[] batch = new int[size];
    return new BatchStream(examples, size == examples) {
      @Override
      int[] next() {
        shuffle(order, size, random);
        System.arraycopy(order, 0, batch, 0, size);
        return batch;
      }
    };
  }

  private static BatchStream repeating(int size, int examples, RandomGenerator random) {
    int[] batch = new int[size];
    return new BatchStream(examples, false) {
      @Override
      int[] next() {
        for (int i = 0; i < size; i++) {
          batch[i] = random.nextInt(examples);
        }
        return batch;
      }
    };
  }

  private static BatchStream epochs(int size, int examples, RandomGenerator random) {
    int[] order = ascending(examples);
    int[] batch = new int[size];
    int[] last = new int[examples % size];
    return new BatchStream(examples, size == examples) {
      private int used = examples;

      @Override
      void restart() {
        used = examples;
      }

      @Override
      int[] next() {
        if (used == examples) {
          shuffle(order, examples, random);
          used = 0;
        }
        int[] chosen = examples - used < size ? last : batch;
        System.arraycopy(order, used, chosen, 0, chosen.length);
        used += chosen.length;
        return chosen;
      }
    };
  }

  /** The next batch; not to be written, and overwritten by the next call. */
  abstract int[] next();

  /** Goes on as for a new run: with the first batch of an epoch, where there are epochs. */
  void restart() {}

  /** n. */
  int examples() {
    return examples;
  }

  /** Whether every batch holds all examples. */
  boolean isConstant() {
    return constant;
  }

  private static int[] ascending(int length) {
    int[] order = new int[length];
    for (int i = 0; i < length; i++) {
      order[i] = i;
    }
    return order;
  }

  /** The first places of a Fisher–Yates shuffle, which may start from any order. */
  private static void shuffle(int[] order, int places, RandomGenerator random) {
    for (int i = 0; i < places; i++) {
      int j = random.nextInt(i, order.length);
      int chosen = order[j];
      order[j] = order[i];
      order[i] = chosen;
    }
  }
}
