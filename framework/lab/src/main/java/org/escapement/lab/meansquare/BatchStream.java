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

  /** Batches independent of one another. */
  public static BatchStream independent(Sampling sampling, int examples, RandomGenerator random) {
    int size = sampling.effectiveBatchSize(examples);
    boolean distinct = sampling.kind() != Sampling.Kind.WITH_REPLACEMENT;
    int[] order = ascending(examples);
    int[] batch = new int[size];
    return new BatchStream(examples, distinct && size == examples) {
      @Override
      int[] next() {
        if (distinct) {
          shuffle(order, size, random);
          System.arraycopy(order, 0, batch, 0, size);
        } else {
          for (int i = 0; i < size; i++) {
            batch[i] = random.nextInt(examples);
          }
        }
        return batch;
      }
    };
  }

  /**
   * Each epoch a new order of all examples, cut into batches, the last of which may be short. The
   * batches of an epoch depend on one another: what holds for independent ones, the factor p and
   * all that is built on it, does not hold here.
   */
  public static BatchStream epochs(int batchSize, int examples, RandomGenerator random) {
    if (batchSize < 1) {
      throw new IllegalArgumentException("batch size " + batchSize + ", must be at least 1");
    }
    int[] order = ascending(examples);
    return new BatchStream(examples, batchSize >= examples) {
      private int used = examples;

      @Override
      int[] next() {
        if (used == examples) {
          shuffle(order, examples, random);
          used = 0;
        }
        int[] batch = new int[Math.min(batchSize, examples - used)];
        System.arraycopy(order, used, batch, 0, batch.length);
        used += batch.length;
        return batch;
      }
    };
  }

  /** The next batch; not to be written, and overwritten by the next call. */
  abstract int[] next();

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
