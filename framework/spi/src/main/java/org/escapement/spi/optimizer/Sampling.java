package org.escapement.spi.optimizer;

import java.util.Objects;

/**
 * How an optimizer's batches are drawn from n examples.
 *
 * @param kind the law of a batch
 * @param batchSize examples in a batch; without meaning for {@link Kind#FULL_BATCH}
 */
public record Sampling(Kind kind, int batchSize) {
  /** The law of a batch. */
  public enum Kind {
    /** Every step sees all examples. */
    FULL_BATCH("full batch"),
    /** Each batch anew, its examples distinct. */
    WITHOUT_REPLACEMENT("without replacement"),
    /** Each example of each batch anew. */
    WITH_REPLACEMENT("with replacement"),
    /**
     * Each epoch a new order of all examples, cut into batches. The last batch of an epoch is short
     * where the size does not divide the number of examples.
     */
    RESHUFFLED("epoch reshuffling");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  private static final Sampling FULL = new Sampling(Kind.FULL_BATCH, 0);

  /** Checks the size. */
  public Sampling {
    Objects.requireNonNull(kind, "kind");
    if (kind != Kind.FULL_BATCH && batchSize < 1) {
      throw new IllegalArgumentException("batch size " + batchSize + ", must be at least 1");
    }
  }

  /** Every step sees all examples. */
  public static Sampling fullBatch() {
    return FULL;
  }

  /** Batches of distinct examples, independent of one another. */
  public static Sampling withoutReplacement(int batchSize) {
    return new Sampling(Kind.WITHOUT_REPLACEMENT, batchSize);
  }

  /** Batches of independent examples. */
  public static Sampling withReplacement(int batchSize) {
    return new Sampling(Kind.WITH_REPLACEMENT, batchSize);
  }

  /**
   * Batches of distinct examples that in an epoch of ⌈n/B⌉ steps come to all examples, each once,
   * in a new order every epoch: what most libraries' iterators do. Batches are not independent of
   * one another.
   */
  public static Sampling reshuffled(int batchSize) {
    return new Sampling(Kind.RESHUFFLED, batchSize);
  }

  /**
   * Whether batches drawn from {@code examples} are independent of one another. Theory that follows
   * a second moment from step to step by the batch factor p supposes so. False for epoch
   * reshuffling, unless every batch holds all examples and nothing is left to chance.
   */
  public boolean independent(int examples) {
    return kind != Kind.RESHUFFLED || batchSize >= examples;
  }

  /**
   * Examples in a batch when there are {@code examples}; the last batch of a reshuffled epoch may
   * have fewer.
   */
  public int effectiveBatchSize(int examples) {
    return switch (kind) {
      case FULL_BATCH -> examples;
      case WITHOUT_REPLACEMENT, RESHUFFLED -> Math.min(batchSize, examples);
      case WITH_REPLACEMENT -> batchSize;
    };
  }

  /**
   * The batch factor p: the variance of a batch mean is p times that of one example. Without
   * replacement (n−B)/(B(n−1)), with replacement 1/B, for the full batch 0.
   *
   * <p>For epoch reshuffling it is that of one batch of B seen alone, the same as without
   * replacement. What is built on p for independent batches does not hold there: a batch makes up
   * for what the batches before it in its epoch left out. See {@link #independent}.
   */
  public double varianceFactor(int examples) {
    return switch (kind) {
      case FULL_BATCH -> 0;
      case WITHOUT_REPLACEMENT, RESHUFFLED -> {
        double size = effectiveBatchSize(examples);
        yield size >= examples ? 0 : (examples - size) / (size * (examples - 1));
      }
      case WITH_REPLACEMENT -> 1.0 / batchSize;
    };
  }
}
