package org.escapement.cuda;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeContract;
import org.escapement.engine.compute.ComputeContract.Rule;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.lab.text.OneLine;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What somebody with a card runs and sends back: the contract of every primitive on the card; the
 * products, a, s and η* of the paper's network on the card against the processor's; and how long
 * they take.
 */
public final class GpuCheck {
  private static final double FLOAT_TOLERANCE = 1e-5;
  private static final double DOUBLE_TOLERANCE = 1e-10;
  private static final int CALLS = 20;
  private static final int BURST = 20;
  private static final int BAD_INPUT = 2;

  /** Examples for η* on both; with ten outputs each the reduction takes seconds. */
  private static final int RATE_EXAMPLES = 50;

  private static final int BATCH_SIZE = 10;

  private final int examples;
  private final long[] widths;
  private boolean sound = true;

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
    System.out.println(card.name());
    check.contract(card);
    check.attempt("FLOAT", () -> check.network(card, DataType.FLOAT, FLOAT_TOLERANCE));
    check.attempt("DOUBLE", () -> check.network(card, DataType.DOUBLE, DOUBLE_TOLERANCE));
    if (words.contains("exact")) {
      check.attempt("exact eta*", () -> check.exactRate(card));
    } else {
      print("critical learning rate with all examples: not asked for; 'check exact' measures it");
    }
    print(check.sound ? "all holds" : "NOT all holds");
    System.exit(check.sound ? 0 : 1);
  }

  private static void print(String format, Object... values) {
    System.out.println(String.format(Locale.ROOT, format, values));
  }

  private void contract(Compute card) {
    int kept = 0;
    List<Rule> rules = ComputeContract.rules();
    for (Rule rule : rules) {
      try {
        rule.verify(card);
        kept++;
      } catch (AssertionError | LinkageError failure) {
        broken(rule.toString(), failure);
      }
    }
    print("contract of the primitives: %d of %d rules", kept, rules.size());
  }

  /** Goes on after what fails, so that one run tells all that does. */
  private void attempt(String name, Runnable check) {
    try {
      check.run();
    } catch (RuntimeException | LinkageError failure) {
      broken(name, failure);
    }
  }

  private void broken(String name, Throwable failure) {
    String reason =
        failure instanceof EscapementException known ? known.line() : failure.getMessage();
    print(
        "broken: %s",
        OneLine.joined(failure instanceof AssertionError ? reason : name + ": " + reason));
    sound = false;
  }

  private void network(Compute card, DataType type, double tolerance) {
    double rate = rate(card, type);
    print("%s, %d examples, matrix products of the layers at %.0f GFLOPS", type, examples, rate);
    print("  %-11s  %12s  %12s  %19s  %s", "", "card", "processor", "relative difference", "share");
    try (CheckedNetwork ours = new CheckedNetwork(card, type, widths, examples);
        CheckedNetwork reference =
            new CheckedNetwork(Nd4jCompute.INSTANCE, type, widths, examples)) {
      double gradient = ours.gradientOperations() / rate;
      double hessian = ours.hessianOperations() / rate;
      double covariance = ours.covarianceOperations() / rate;
      attempt(
          type + " gradient",
          () -> row("gradient", ours::gradient, reference::gradient, tolerance, gradient));
      attempt(type + " step", () -> steps("step", false, ours, reference, tolerance, gradient));
      attempt(
          type + " step on arrays",
          () -> steps("array step", true, ours, reference, tolerance, gradient));
      attempt(
          type + " Hessian",
          () -> row("Hessian", ours::hessian, reference::hessian, tolerance, hessian));
      attempt(
          type + " covariance",
          () -> row("covariance", ours::covariance, reference::covariance, tolerance, covariance));
      attempt(
          type + " a", () -> number("a", ours, reference, CheckedNetwork::sharpness, tolerance));
      attempt(
          type + " s",
          () -> number("s", ours, reference, CheckedNetwork::nonUniformity, tolerance));
    }
    int few = Math.min(examples, RATE_EXAMPLES);
    int batchSize = Math.min(BATCH_SIZE, few / 2);
    try (CheckedNetwork ours = new CheckedNetwork(card, type, widths, few);
        CheckedNetwork reference = new CheckedNetwork(Nd4jCompute.INSTANCE, type, widths, few)) {
      number(
          "eta*(" + batchSize + ")",
          ours,
          reference,
          network -> CriticalRates.of(network, batchSize, tolerance / 10).rate().value(),
          tolerance);
    }
    print("  inputs that bring no unit nearer than %.0e to ReLU's kink", ClearInputs.MARGIN);
    print(
        "  step: of training, with all that stays on the card; array step: with the point brought here"
            + " and back");
    print(
        "  share: of the rate of these matrix products, in what a product needs; eta*(B) on %d"
            + " examples",
        few);
  }

  private void row(
      String name,
      Supplier<INDArray> card,
      Supplier<INDArray> processor,
      double tolerance,
      double leastNanoseconds) {
    row(name, card, card::get, processor, processor::get, tolerance, leastNanoseconds);
  }

  /** Points after some steps, and then the time of one. */
  private void steps(
      String name,
      boolean onArrays,
      CheckedNetwork card,
      CheckedNetwork processor,
      double tolerance,
      double leastNanoseconds) {
    try (Trajectory ours = card.training(onArrays);
        Trajectory reference = processor.training(onArrays)) {
      row(
          name,
          () -> pointAfterSteps(ours),
          () -> step(ours),
          () -> pointAfterSteps(reference),
          () -> step(reference),
          tolerance,
          leastNanoseconds);
    }
  }

  private static INDArray pointAfterSteps(Trajectory trajectory) {
    for (int i = 0; i < CALLS; i++) {
      step(trajectory);
    }
    return trajectory.point();
  }

  /** What is still under way when it returns, the next one waits for. */
  private static void step(Trajectory trajectory) {
    trajectory.propose();
    trajectory.accept();
  }

  private void row(
      String name,
      Supplier<INDArray> card,
      Runnable cardWork,
      Supplier<INDArray> processor,
      Runnable processorWork,
      double tolerance,
      double leastNanoseconds) {
    INDArray expected = processor.get().castTo(DataType.DOUBLE);
    INDArray found = card.get().castTo(DataType.DOUBLE);
    double difference =
        found.sub(expected).norm2Number().doubleValue() / expected.norm2Number().doubleValue();
    double time = milliseconds(cardWork);
    print(
        "  %-11s  %9.3f ms  %9.3f ms  %19.1e  %3.0f %%%s",
        name,
        time,
        milliseconds(processorWork),
        difference,
        100 * leastNanoseconds / (1e6 * time),
        verdict(difference, tolerance));
  }

  private void number(
      String name,
      CheckedNetwork card,
      CheckedNetwork processor,
      ToDoubleFunction<CheckedNetwork> number,
      double tolerance) {
    double expected = number.applyAsDouble(processor);
    double found = number.applyAsDouble(card);
    double difference = Math.abs(found - expected) / Math.abs(expected);
    print(
        "  %-11s  %12.8g  %12.8g  %19.1e%s",
        name, found, expected, difference, verdict(difference, tolerance));
  }

  private String verdict(double difference, double tolerance) {
    boolean holds = difference <= tolerance; // not so for a NaN
    sound &= holds;
    return holds ? "" : ", more than " + tolerance;
  }

  /** The one thing here that takes long: all modes of all examples, in double. */
  private void exactRate(Compute card) {
    try (CheckedNetwork network = new CheckedNetwork(card, DataType.DOUBLE, widths, examples)) {
      int batchSize = Math.min(BATCH_SIZE, examples / 2);
      CriticalRates found = CriticalRates.of(network, batchSize, 1e-3);
      print(
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
      print("exact eta* with %d examples: not measured, %s", examples, e.getMessage());
    }
  }

  /** The median of some calls, after one that does not count. */
  private static double milliseconds(Runnable work) {
    double[] times = new double[CALLS];
    work.run();
    for (int i = 0; i < CALLS; i++) {
      long start = System.nanoTime();
      work.run();
      times[i] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(times);
    return times[CALLS / 2];
  }

  /** The best GFLOPS of a layer's forward product, several of them at a time. */
  private double rate(Compute card, DataType type) {
    double best = 0;
    for (int layer = 1; layer < widths.length; layer++) {
      Tensor a = ones(card, type, examples, widths[layer - 1]);
      Tensor b = ones(card, type, widths[layer], widths[layer - 1]);
      Tensor c = card.zeros(type, examples, widths[layer]);
      double operations = 2.0 * examples * widths[layer - 1] * widths[layer] * BURST;
      for (int i = 0; i < CALLS; i++) {
        card.synchronize();
        long start = System.nanoTime();
        for (int j = 0; j < BURST; j++) {
          card.multiply(a, false, b, true, c, 1, 0);
        }
        card.synchronize();
        best = Math.max(best, operations / (System.nanoTime() - start));
      }
      Tensor.close(a, b, c);
    }
    return best;
  }

  private static Tensor ones(Compute card, DataType type, long rows, long columns) {
    Tensor tensor = card.zeros(type, rows, columns);
    card.fill(tensor, 1);
    return tensor;
  }
}
