package org.escapement.lab.stability;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.lab.stability.StabilityReport.CriticalLearningRate;
import org.escapement.spi.linearization.Preconditioner.Pace;

/** What follows from the conditions taken together. */
record Conclusion(Verdict verdict, String reason, CriticalLearningRate criticalLearningRate) {
  /**
   * Draws the conclusion.
   *
   * @param conditions all that were evaluated
   * @param pace how fast the preconditioner in them changes
   * @param origin the state at which it was held, in words
   * @param noiseUndecided whether batches make noise whose effect no condition tells
   */
  static Conclusion of(
      List<Condition> conditions, Pace pace, String origin, boolean noiseUndecided) {
    Optional<Condition> broken = conditions.stream().filter(Condition::provesUnstable).findFirst();
    Optional<Condition> proof = conditions.stream().filter(Condition::provesStable).findFirst();
    Optional<Condition> open =
        conditions.stream()
            .filter(condition -> condition.status() != EigenStatus.CONVERGED)
            .findFirst();
    Optional<Condition> indication =
        conditions.stream().filter(condition -> condition.kind() == Kind.INDICATIVE).findFirst();
    String held = pace == Pace.CONSTANT ? "" : ", the preconditioner held after " + origin;
    CriticalLearningRate critical = critical(conditions);
    if (broken.isPresent()) {
      // what breaks at every learning rate, a saddle, leaves no rate to be critical
      critical =
          broken.get().criticalLearningRate().isPresent() ? critical : CriticalLearningRate.UNKNOWN;
      return new Conclusion(Verdict.UNSTABLE, compare(broken.get()) + held, critical);
    }
    if (proof.isPresent() && conditions.stream().noneMatch(Condition::mayBreak)) {
      return new Conclusion(Verdict.STABLE, compare(proof.get()) + held, critical);
    }
    return new Conclusion(
        Verdict.UNDECIDED, whyUndecided(open, indication, pace, noiseUndecided), critical);
  }

  /** No verdict, whatever the conditions. */
  static Conclusion undecided(String reason) {
    return new Conclusion(Verdict.UNDECIDED, reason, CriticalLearningRate.UNKNOWN);
  }

  private static String whyUndecided(
      Optional<Condition> open, Optional<Condition> indication, Pace pace, boolean noiseUndecided) {
    if (open.isPresent()) {
      return open.get().name() + ": " + open.get().status();
    }
    if (indication.isPresent()) {
      return compare(indication.get())
          + (pace == Pace.FAST
              ? ": the preconditioner changes with every step, so an escape trial has to decide"
              : ": the preconditioner keeps adapting to the gradients it meets, so an escape trial"
                  + " has to decide");
    }
    if (noiseUndecided) {
      return "the full-batch dynamics are stable; the mini-batch noise of a method with memory or"
          + " preconditioner is not decided";
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
    return new CriticalLearningRate(lower.orElse(Double.NaN), upper.orElse(Double.NaN));
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
