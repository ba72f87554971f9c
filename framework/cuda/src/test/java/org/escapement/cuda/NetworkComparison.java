package org.escapement.cuda;

import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.tensor.Nd4jCompute;
import org.escapement.lab.training.Trajectory;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A network's products, a, s and η* on the card against the processor's. */
final class NetworkComparison {
  private static final int STEPS = 20;

  /** Examples for η* on both; with ten outputs each the reduction takes seconds. */
  private static final int RATE_EXAMPLES = 50;

  private final CheckReport report;
  private final int examples;
  private final long[] widths;

  NetworkComparison(CheckReport report, int examples, long[] widths) {
    this.report = report;
    this.examples = examples;
    this.widths = widths;
  }

  /**
   * Prints everything that is computed in a type, on the card, on the processor, and how far they
   * differ.
   */
  void print(Compute card, DataType type, double tolerance) {
    double rate = CheckTimes.productRate(card, type, widths, examples);
    report.print(
        "%s, %d examples, matrix products of the layers at %.0f GFLOPS", type, examples, rate);
    report.print(
        "  %-11s  %12s  %12s  %19s  %s", "", "card", "processor", "relative difference", "share");
    try (CheckedNetwork ours = new CheckedNetwork(card, type, widths, examples);
        CheckedNetwork reference =
            new CheckedNetwork(Nd4jCompute.INSTANCE, type, widths, examples)) {
      double gradient = ours.gradientOperations() / rate;
      double hessian = ours.hessianOperations() / rate;
      double covariance = ours.covarianceOperations() / rate;
      report.attempt(
          type + " gradient",
          () -> row("gradient", ours::gradient, reference::gradient, tolerance, gradient));
      report.attempt(
          type + " step", () -> steps("step", false, ours, reference, tolerance, gradient));
      report.attempt(
          type + " step on arrays",
          () -> steps("array step", true, ours, reference, tolerance, gradient));
      report.attempt(
          type + " Hessian",
          () -> row("Hessian", ours::hessian, reference::hessian, tolerance, hessian));
      report.attempt(
          type + " covariance",
          () -> row("covariance", ours::covariance, reference::covariance, tolerance, covariance));
      report.attempt(
          type + " a", () -> number("a", ours, reference, CheckedNetwork::sharpness, tolerance));
      report.attempt(
          type + " s",
          () -> number("s", ours, reference, CheckedNetwork::nonUniformity, tolerance));
    }
    int few = Math.min(examples, RATE_EXAMPLES);
    int batchSize = Math.min(GpuCheck.BATCH_SIZE, few / 2);
    try (CheckedNetwork ours = new CheckedNetwork(card, type, widths, few);
        CheckedNetwork reference = new CheckedNetwork(Nd4jCompute.INSTANCE, type, widths, few)) {
      number(
          "eta*(" + batchSize + ")",
          ours,
          reference,
          network -> CriticalRates.of(network, batchSize, tolerance / 10).rate().value(),
          tolerance);
    }
    report.print("  inputs that bring no unit nearer than %.0e to ReLU's kink", ClearInputs.MARGIN);
    report.print(
        "  step: of training, with all that stays on the card; array step: with the point brought here"
            + " and back");
    report.print(
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
    for (int i = 0; i < STEPS; i++) {
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
    double time = CheckTimes.milliseconds(cardWork);
    report.print(
        "  %-11s  %9.3f ms  %9.3f ms  %19.1e  %3.0f %%%s",
        name,
        time,
        CheckTimes.milliseconds(processorWork),
        difference,
        100 * leastNanoseconds / (1e6 * time),
        report.verdict(difference, tolerance));
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
    report.print(
        "  %-11s  %12.8g  %12.8g  %19.1e%s",
        name, found, expected, difference, report.verdict(difference, tolerance));
  }
}
