package org.escapement.lab.stability;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.lab.meansquare.AlmostSureExponent;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.lab.stability.StabilityReport.CriticalLearningRate;
import org.escapement.spi.linearization.Preconditioner.Pace;

/** What follows from the conditions taken together. */
record Conclusion(Verdict verdict, String reason, CriticalLearningRate criticalLearningRate) {
  /**
   * What the conditions are about.
   *
   * @param pace how fast the preconditioner in them changes
   * @param origin the state at which it was held, in words
   * @param noise whether batches differ
   * @param noiseUndecided whether they do, and no condition tells what that means
   * @param exponent of the dynamics as they are; empty where it was not measured
   */
  record Setting(
      Pace pace,
      String origin,
      boolean noise,
      Optional<String> noiseUndecided,
      Optional<AlmostSureExponent> exponent) {}

  /** Draws the conclusion. */
  static Conclusion of(List<Condition> conditions, Setting setting) {
    Optional<Condition> broken = conditions.stream().filter(Condition::provesUnstable).findFirst();
    Optional<Condition> proof = conditions.stream().filter(Condition::provesStable).findFirst();
    String held =
        setting.pace() == Pace.CONSTANT
            ? ""
            : ", the preconditioner held after " + setting.origin();
    CriticalLearningRate critical = critical(conditions);
    boolean leaves = setting.exponent().map(exponent -> exponent.lower() > 0).orElse(false);
    Optional<Conclusion> saddle = ofSaddle(conditions, setting.noise());
    if (saddle.isPresent()) {
      return saddle.get().because(held);
    }
    if (broken.isPresent()) {
      return new Conclusion(
          setting.noise() ? Verdict.ofGrowth(setting.exponent()) : Verdict.ESCAPES,
          compare(broken.get()) + held + inWords(setting.exponent()),
          critical);
    }
    if (leaves) {
      return new Conclusion(
          Verdict.ESCAPES, inWords(setting.exponent()).substring(2) + held, critical);
    }
    if (proof.isPresent() && conditions.stream().noneMatch(Condition::mayBreak)) {
      return new Conclusion(Verdict.STABLE, compare(proof.get()) + held, critical);
    }
    return new Conclusion(
        Verdict.UNDECIDED,
        whyUndecided(conditions, setting) + inWords(setting.exponent()),
        critical);
  }

  /**
   * What negative curvature means, at every learning rate and for every method that goes downhill:
   * exponents, of the Gauss–Newton part, know nothing of it. Empty if there is none.
   *
   * @param noise whether batches differ
   */
  static Optional<Conclusion> ofSaddle(List<Condition> conditions, boolean noise) {
    return conditions.stream()
        .filter(Condition::provesUnstable)
        .findFirst()
        .filter(Conclusion::isSaddle)
        .map(
            broken ->
                new Conclusion(
                    noise ? Verdict.UNSTABLE : Verdict.ESCAPES,
                    compare(broken),
                    CriticalLearningRate.UNKNOWN));
  }

  private Conclusion because(String further) {
    return new Conclusion(verdict, reason + further, criticalLearningRate);
  }

  private static boolean isSaddle(Condition condition) {
    return condition.name().equals(FullBatchConditions.NEGATIVE_CURVATURE);
  }

  /** No verdict, whatever the conditions. */
  static Conclusion undecided(String reason) {
    return new Conclusion(Verdict.UNDECIDED, reason, CriticalLearningRate.UNKNOWN);
  }

  private static String inWords(Optional<AlmostSureExponent> exponent) {
    return exponent
        .map(
            measured ->
                String.format(
                    Locale.ROOT,
                    "; almost-sure exponent %.4g +- %.1g a step",
                    measured.value(),
                    measured.standardError()))
        .orElse("");
  }

  private static String whyUndecided(List<Condition> conditions, Setting setting) {
    Optional<Condition> open =
        conditions.stream()
            .filter(condition -> condition.status() != EigenStatus.CONVERGED)
            .findFirst();
    Optional<Condition> indication =
        conditions.stream().filter(condition -> condition.kind() == Kind.INDICATIVE).findFirst();
    if (open.isPresent()) {
      return open.get().name() + ": " + open.get().status();
    }
    if (setting.noiseUndecided().isPresent()) {
      return setting.noiseUndecided().get();
    }
    if (indication.isPresent() && setting.pace() != Pace.CONSTANT) {
      return compare(indication.get())
          + (setting.pace() == Pace.FAST
              ? ": the preconditioner changes with every step, so an escape trial has to decide"
              : ": the preconditioner keeps adapting to the gradients it meets, so an escape trial"
                  + " has to decide");
    }
    return "no necessary condition fails, and no sufficient one holds beyond its numerical error";
  }

  private static String compare(Condition condition) {
    return String.format(
        Locale.ROOT,
        "%s: %.6g %s %.6g (%s)",
        condition.name(),
        condition.value(),
        condition.holds() ? "<=" : ">",
        condition.limit(),
        condition.kind());
  }

  private static CriticalLearningRate critical(List<Condition> conditions) {
    OptionalDouble lower = rates(conditions, Kind.SUFFICIENT).stream().mapToDouble(r -> r).max();
    OptionalDouble upper = rates(conditions, Kind.NECESSARY).stream().mapToDouble(r -> r).min();
    // of the Gauss-Newton part and of the full Hessian: where they differ the ends may cross
    double least = Math.min(lower.orElse(Double.NaN), upper.orElse(Double.POSITIVE_INFINITY));
    return new CriticalLearningRate(least, upper.orElse(Double.NaN));
  }

  /** Rates of one kind; an exact condition is both sufficient and necessary. */
  private static List<Double> rates(List<Condition> conditions, Kind kind) {
    return conditions.stream()
        .filter(condition -> condition.kind() == kind || condition.kind() == Kind.EXACT)
        .filter(condition -> condition.certain() || condition.status() == EigenStatus.CONVERGED)
        .flatMap(condition -> condition.criticalLearningRate().stream())
        .toList();
  }
}
