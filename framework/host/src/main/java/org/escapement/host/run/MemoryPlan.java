package org.escapement.host.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import org.escapement.host.backend.Decision;
import org.escapement.spi.error.ErrorCode;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * How a run's memory is shared out: a quarter each to the passes over examples that training, the
 * Hessian and its Gauss–Newton part make, and a quarter to the solvers' vectors.
 */
final class MemoryPlan {
  private static final int SHARES = 4;
  private static final long MEBIBYTE = 1L << 20;

  /** The least basis of a preconditioned solver, with what it keeps beside it. */
  private static final int LEAST_VECTORS = 40;

  /** Vectors that a search for leading eigenvalues needs beside three for each of them. */
  private static final int BESIDE_EIGENVECTORS = 20;

  /** So many eigenvalues have room where a run has. */
  private static final int PLAIN_EIGENVALUES = (LEAST_VECTORS - BESIDE_EIGENVECTORS) / 3;

  private final long limit;
  private final long card;

  /** For the processor. */
  MemoryPlan(long mebibytes) {
    this(mebibytes, Long.MAX_VALUE);
  }

  /**
   * @param mebibytes the config's limit
   * @param card the bytes that a card has for the run, which are shared out where they are less
   */
  MemoryPlan(long mebibytes, long card) {
    this.limit = mebibytes * MEBIBYTE;
    this.card = card;
  }

  private long share() {
    return Math.min(limit, card) / SHARES;
  }

  /** What the buffers of one pass over examples may take. */
  long passBytes() {
    return share();
  }

  /** What the vectors of a solver may take. */
  long solverBytes() {
    return share();
  }

  /** What is wrong with a model of that many parameters, if anything is. */
  Optional<String> problem(long parameters, DataType precision) {
    return problem(
        parameters,
        precision,
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
  }

  /**
   * Memory that is lacking.
   *
   * @param code by whose it is, the machine's or the card's
   * @param text what was found and what is allowed
   */
  record Shortage(ErrorCode code, String text) {}

  /** What is wrong with asking for that many leading eigenvalues, if anything is. */
  Optional<Shortage> spectrumProblem(int count, long parameters, DataType precision) {
    long wanted = Math.min(count, parameters);
    // the basis is twice as many and some, and the eigenvectors stand beside it
    double needed = (3.0 * wanted + BESIDE_EIGENVECTORS) * parameters * precision.width();
    if (wanted <= PLAIN_EIGENVALUES || needed <= solverBytes()) {
      return Optional.empty();
    }
    boolean cards = SHARES * needed > card;
    String text =
        String.format(
            Locale.ROOT,
            "%d eigenvalues of a model with %,d parameters take vectors of %.1f GB%s",
            wanted,
            parameters,
            needed / 1e9,
            cards ? ofCard() : ofLimit(needed));
    return Optional.of(new Shortage(cards ? ErrorCode.DEVICE_MEMORY : ErrorCode.MEMORY, text));
  }

  private String ofLimit(double needed) {
    return String.format(
        Locale.ROOT,
        ", and a quarter of the memory that the run may take is for them; memory = %d MiB, must be"
            + " at least %d",
        limit / MEBIBYTE,
        (long) Math.ceil(SHARES * needed / MEBIBYTE));
  }

  private String ofCard() {
    return String.format(
        Locale.ROOT,
        ", and a quarter of the %s that the run may take on the card is for them%s",
        size(card),
        Decision.WAY_OUT);
  }

  /** What is wrong with a model of that many parameters on the card, if anything is. */
  Optional<String> cardProblem(long parameters, DataType precision) {
    double needed = (double) LEAST_VECTORS * parameters * precision.width();
    return SHARES * needed <= card
        ? Optional.empty()
        : Optional.of(found(parameters) + least(needed) + ofCard());
  }

  /** Native code that gets no memory ends the process without a word, so that is seen to before. */
  Optional<String> problem(long parameters, DataType precision, long machine) {
    String found = found(parameters);
    if (parameters > Integer.MAX_VALUE) {
      return Optional.of(
          found + String.format(Locale.ROOT, ", must be at most %,d", Integer.MAX_VALUE));
    }
    double needed = (double) LEAST_VECTORS * parameters * precision.width();
    String least = least(needed);
    if (needed > machine) {
      return Optional.of(
          found + least + String.format(Locale.ROOT, ", this machine has %.1f GB", machine / 1e9));
    }
    if (SHARES * needed > limit) {
      return Optional.of(found + least + ofLimit(needed));
    }
    return Optional.empty();
  }

  private static String found(long parameters) {
    return String.format(Locale.ROOT, "the model has %,d parameters", parameters);
  }

  private static String least(double needed) {
    return String.format(
        Locale.ROOT,
        ": %d vectors of that length, the least that a run needs, take %s",
        LEAST_VECTORS,
        size(needed));
  }

  private static String size(double bytes) {
    return bytes < 1e8
        ? String.format(Locale.ROOT, "%.1f MB", bytes / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
