package org.escapement.host.run;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Refuses a model that cannot fit: native code that gets no memory ends the process without a word.
 */
final class MemoryCheck {
  /** Point, gradient, state and a small Krylov basis: less than what any run needs. */
  private static final int LEAST_VECTORS = 16;

  private MemoryCheck() {}

  /** What is wrong with a model of that many parameters on this machine, if anything is. */
  static Optional<String> of(long parameters, DataType precision) {
    return of(
        parameters,
        precision,
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize());
  }

  static Optional<String> of(long parameters, DataType precision, long memory) {
    String found = String.format(Locale.ROOT, "the model has %,d parameters", parameters);
    if (parameters > Integer.MAX_VALUE) {
      return Optional.of(
          found + String.format(Locale.ROOT, ", must be at most %,d", Integer.MAX_VALUE));
    }
    double needed = (double) LEAST_VECTORS * parameters * precision.width();
    return needed <= memory
        ? Optional.empty()
        : Optional.of(
            found
                + String.format(
                    Locale.ROOT,
                    ": %d vectors of that length, the least that a run needs, take %.1f GB,"
                        + " this machine has %.1f GB",
                    LEAST_VECTORS,
                    needed / 1e9,
                    memory / 1e9));
  }
}
