package org.escapement.cuda;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeContract;
import org.escapement.engine.compute.ComputeContract.Rule;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * What somebody with a card runs and sends back: the contract of every primitive on the card; the
 * products, a, s and η* of the paper's network on the card against the processor's; and how long
 * they take.
 */
public final class GpuCheck {
  static final int BATCH_SIZE = 10;

  private static final double FLOAT_TOLERANCE = 1e-5;
  private static final double DOUBLE_TOLERANCE = 1e-10;
  private static final int BAD_INPUT = 2;

  private final CheckReport report = new CheckReport();
  private final int examples;
  private final long[] widths;

  private GpuCheck(int examples, long[] widths) {
    this.examples = examples;
    this.widths = widths;
  }

  /**
   * Ends with code 0 if all holds, 1 if anything does not, 2 where there is no card. Times do not
   * decide.
   *
   * @param arguments how many examples, 1000 unless given; the network's widths, 784-500-500-500-10
   *     unless given; {@code exact} for η* with all examples, which takes minutes and gigabytes
   */
  public static void main(String[] arguments) {
    System.setProperty(ActiveCompute.PROPERTY, "cuda");
    Compute card;
    try {
      card = ActiveCompute.get();
    } catch (EscapementException e) {
      System.out.println(e.line());
      System.exit(BAD_INPUT);
      return;
    }
    List<String> words = List.of(arguments);
    String shape =
        words.stream().filter(w -> w.contains("-")).findFirst().orElse("784-500-500-500-10");
    int examples =
        words.stream()
            .filter(w -> w.matches("\\d+"))
            .findFirst()
            .map(Integer::parseInt)
            .orElse(1000);
    GpuCheck check =
        new GpuCheck(
            examples, Arrays.stream(shape.split("-")).mapToLong(Long::parseLong).toArray());
    check.report.print("%s", card.name());
    check.contract(card);
    check.network(card, DataType.FLOAT, FLOAT_TOLERANCE);
    check.network(card, DataType.DOUBLE, DOUBLE_TOLERANCE);
    if (words.contains("exact")) {
      check.report.attempt("exact eta*", () -> check.exactRate(card));
    } else {
      check.report.print(
          "critical learning rate with all examples: not asked for; 'check exact' measures it");
    }
    check.report.print(check.report.sound() ? "all holds" : "NOT all holds");
    System.exit(check.report.sound() ? 0 : 1);
  }

  private void contract(Compute card) {
    int kept = 0;
    List<Rule> rules = ComputeContract.rules();
    for (Rule rule : rules) {
      try {
        rule.verify(card);
        kept++;
      } catch (AssertionError | LinkageError failure) {
        report.broken(rule.toString(), failure);
      }
    }
    report.print("contract of the primitives: %d of %d rules", kept, rules.size());
  }

  private void network(Compute card, DataType type, double tolerance) {
    report.attempt(
        type.toString(),
        () -> new NetworkComparison(report, examples, widths).print(card, type, tolerance));
  }

  /** The one thing here that takes long: all modes of all examples, in double. */
  private void exactRate(Compute card) {
    try (CheckedNetwork network = new CheckedNetwork(card, DataType.DOUBLE, widths, examples)) {
      int batchSize = Math.min(BATCH_SIZE, examples / 2);
      CriticalRates found = CriticalRates.of(network, batchSize, 1e-3);
      report.print(
          "exact eta*(%d) with %d examples times %d outputs: %.6g .. %.6g, %s, in %.1f s: Gram matrix"
              + " %.1f s on the card, its eigenpairs %.1f s and the search %.1f s on the processor",
          batchSize,
          examples,
          network.outputs(),
          found.rate().lower(),
          found.rate().upper(),
          found.rate().status(),
          found.seconds(),
          found.gramSeconds(),
          found.modesSeconds(),
          found.searchSeconds());
    } catch (OutOfMemoryError e) {
      report.print("exact eta* with %d examples: not measured, %s", examples, e.getMessage());
    }
  }
}
