package org.escapement.lab.stability;

import java.util.Optional;
import org.escapement.engine.solver.EigenStatus;

/**
 * One condition, evaluated: {@code value ≤ limit}.
 *
 * @param name what is compared
 * @param kind what it proves
 * @param value the left side
 * @param limit the right side
 * @param error what the solver's residual leaves open on the left side
 * @param status of the eigenvalue in it
 * @param certain whether the eigenvalue converged and its error does not reach the limit
 * @param criticalLearningRate the rate at which it would hold with equality, all else unchanged
 */
public record Condition(
    String name,
    Kind kind,
    double value,
    double limit,
    double error,
    EigenStatus status,
    boolean certain,
    Optional<Double> criticalLearningRate) {

  /** What a condition proves about stability. */
  public enum Kind {
    /** It holds if and only if the minimum is stable. */
    EXACT("exact"),
    /** If it holds, the minimum is stable. */
    SUFFICIENT("sufficient"),
    /** If it fails, the minimum is unstable. */
    NECESSARY("necessary"),
    /** If it fails, Theorem 1 fails; that says nothing about stability. */
    NECESSARY_FOR_THEOREM_ONE("necessary for Theorem 1 only"),
    /** It describes one moment of a preconditioner that changes: no proof. */
    INDICATIVE("indicative");

    private final String text;

    Kind(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /** A condition that is certain if its eigenvalue is, and its error does not reach the limit. */
  static Condition of(
      String name,
      Kind kind,
      double value,
      double limit,
      double error,
      EigenStatus status,
      Optional<Double> criticalLearningRate) {
    boolean certain = status == EigenStatus.CONVERGED && Math.abs(value - limit) >= error;
    return new Condition(name, kind, value, limit, error, status, certain, criticalLearningRate);
  }

  /** The same for a learning rate in other units. */
  Condition withRateTimes(double factor) {
    return new Condition(
        name,
        kind,
        value,
        limit,
        error,
        status,
        certain,
        criticalLearningRate.map(rate -> factor * rate));
  }

  /** The same without the claim to prove anything. */
  Condition asIndication() {
    return new Condition(
        name, Kind.INDICATIVE, value, limit, error, status, certain, criticalLearningRate);
  }

  /** Whether it holds. */
  public boolean holds() {
    return value <= limit;
  }

  /** Whether it certainly holds and that proves stability. */
  boolean provesStable() {
    return certain && holds() && (kind == Kind.EXACT || kind == Kind.SUFFICIENT);
  }

  /** Whether it certainly fails and that proves instability. */
  boolean provesUnstable() {
    return certain && !holds() && (kind == Kind.EXACT || kind == Kind.NECESSARY);
  }

  /** Whether it is necessary and not certain to hold. */
  boolean mayBreak() {
    return kind == Kind.NECESSARY && !(certain && holds());
  }
}
