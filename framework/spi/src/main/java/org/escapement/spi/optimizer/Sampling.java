package org.escapement.spi.optimizer;

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
    WITH_REPLACEMENT("with replacement");

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

  /** Examples in a batch when there are {@code examples}. */
  public int effectiveBatchSize(int examples) {
    return switch (kind) {
      case FULL_BATCH -> examples;
      case WITHOUT_REPLACEMENT -> Math.min(batchSize, examples);
      case WITH_REPLACEMENT -> batchSize;
    };
  }

  /**
   * The batch factor p: the variance of a batch mean is p times that of one example. Without
   * replacement (n−B)/(B(n−1)), with replacement 1/B, for the full batch 0.
   */
  public double varianceFactor(int examples) {
    return switch (kind) {
      case FULL_BATCH -> 0;
      case WITHOUT_REPLACEMENT -> {
        double size = effectiveBatchSize(examples);
        yield size >= examples ? 0 : (examples - size) / (size * (examples - 1));
      }
      case WITH_REPLACEMENT -> 1.0 / batchSize;
    };
  }
}
