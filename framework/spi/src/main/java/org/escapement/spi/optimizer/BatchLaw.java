package org.escapement.spi.optimizer;

/**
 * How mini-batches are drawn, as an option that a config file can set; beside it stands the option
 * {@code batchSize}. A method that can also step on all examples makes that one {@code Integer} and
 * absent unless given.
 */
public enum BatchLaw {
  /** Each batch anew, its examples distinct. */
  WITHOUT_REPLACEMENT("without-replacement"),
  /** Each example of each batch anew. */
  WITH_REPLACEMENT("with-replacement"),
  /** Each epoch a new order of all examples, cut into batches. */
  RESHUFFLE("reshuffle");

  private final String text;

  BatchLaw(String text) {
    this.text = text;
  }

  /**
   * The sampling by this law.
   *
   * @param batchSize examples in a batch, or null for the full batch, whatever the law
   */
  public Sampling withBatchSize(Integer batchSize) {
    if (batchSize == null) {
      return Sampling.fullBatch();
    }
    return switch (this) {
      case WITHOUT_REPLACEMENT -> Sampling.withoutReplacement(batchSize);
      case WITH_REPLACEMENT -> Sampling.withReplacement(batchSize);
      case RESHUFFLE -> Sampling.reshuffled(batchSize);
    };
  }

  /** The name in config files. */
  @Override
  public String toString() {
    return text;
  }
}
