package org.escapement.lab.training;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Sampling;

/** Draws the batches of a run. */
public final class BatchSampler {
  private final Sampling sampling;
  private final int examples;
  private final RandomGenerator random;
  private final Batch all;
  private final int[] order;
  private int used;

  /**
   * @param sampling the law of a batch
   * @param examples n
   * @param random the only source of randomness
   */
  public BatchSampler(Sampling sampling, int examples, RandomGenerator random) {
    this.sampling = sampling;
    this.examples = examples;
    this.random = random;
    this.all = Batch.all(examples);
    this.order = new int[examples];
    this.used = examples;
    for (int i = 0; i < examples; i++) {
      order[i] = i;
    }
  }

  /** The next batch. */
  public Batch next() {
    int size = sampling.effectiveBatchSize(examples);
    return switch (sampling.kind()) {
      case FULL_BATCH -> all;
      case WITHOUT_REPLACEMENT -> size == examples ? all : distinct(size);
      case WITH_REPLACEMENT -> Batch.of(random.ints(size, 0, examples).toArray());
      case RESHUFFLED -> size == examples ? all : fromEpoch(size);
    };
  }

  private Batch distinct(int size) {
    shuffle(size);
    return Batch.of(Arrays.copyOf(order, size));
  }

  /** The next places of the epoch's order; the first of a new order where none are left. */
  private Batch fromEpoch(int size) {
    if (used == examples) {
      shuffle(examples);
      used = 0;
    }
    int from = used;
    used = Math.min(from + size, examples);
    return Batch.of(Arrays.copyOfRange(order, from, used));
  }

  /** The first places of a Fisher–Yates shuffle, which may start from any order. */
  private void shuffle(int places) {
    for (int i = 0; i < places; i++) {
      int j = random.nextInt(i, examples);
      int chosen = order[j];
      order[j] = order[i];
      order[i] = chosen;
    }
  }
}
