package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;

/** What the curvature alone means for any recurrence, on the full Hessian. */
final class FullBatchConditions {
  /** The name of the condition that a saddle breaks, at every learning rate. */
  static final String NEGATIVE_CURVATURE =
      "negative curvature -lambda_min(H) against a tenth of the sharpness";

  /**
   * Negative curvature beyond this share of the sharpness makes a point a saddle. Less comes from
   * the examples' residuals and goes away with them.
   */
  private static final double SADDLE = 0.1;

  /** The stable curvatures of a recurrence of this order form one interval, which the edge ends. */
  private static final int ONE_INTERVAL = 2;

  private final CurvatureOperators operators;
  private final CurvatureMeasurement curvature;
  private final Tolerance tolerance;
  private final RandomGenerator random;

  FullBatchConditions(
      CurvatureOperators operators,
      CurvatureMeasurement curvature,
      Tolerance tolerance,
      RandomGenerator random) {
    this.operators = operators;
    this.curvature = curvature;
    this.tolerance = tolerance;
    this.random = random;
  }

  /** λmax(P^½HP^½). */
  EigenEstimate largest(Recurrence recurrence) {
    return recurrence.preconditioner().isIdentity()
        ? curvature.sharpness().withoutVector()
        : operators.preconditionedSharpness(recurrence.preconditioner(), tolerance, null, random);
  }

  /**
   * The conditions.
   *
   * @param largest λmax(P^½HP^½)
   * @param noise whether batches differ, so that the full batch does not decide alone
   * @param independent whether batches are independent of one another: only then is the mean's step
   *     that of the mean curvature
   * @param live the state at which the preconditioner is held
   */
  List<Condition> of(
      Recurrence recurrence,
      EigenEstimate largest,
      boolean noise,
      boolean independent,
      LiveState live) {
    List<Condition> conditions = new ArrayList<>();
    negativeCurvature().ifPresent(conditions::add);
    boolean proves = proves(recurrence, live) && independent;
    Condition atEdge = edge(recurrence, largest, edgeKind(recurrence, noise, proves));
    conditions.add(atEdge);
    conditions.add(growth(recurrence, largest, atEdge, proves));
    return conditions;
  }

  /** Whether the preconditioner at hand is the one that the optimizer goes on with. */
  boolean proves(Recurrence recurrence, LiveState live) {
    Pace pace = recurrence.preconditioner().pace();
    return pace == Pace.CONSTANT || pace == Pace.SLOW && live.ofTraining();
  }

  private static Kind edgeKind(Recurrence recurrence, boolean noise, boolean proves) {
    if (!proves) {
      return Kind.INDICATIVE;
    }
    boolean oneInterval = recurrence.order() <= ONE_INTERVAL;
    if (noise) {
      return oneInterval ? Kind.NECESSARY : Kind.INDICATIVE;
    }
    return oneInterval ? Kind.EXACT : Kind.SUFFICIENT;
  }

  private static Condition edge(Recurrence recurrence, EigenEstimate largest, Kind kind) {
    boolean identity = recurrence.preconditioner().isIdentity();
    double edge = DeterministicEdge.of(recurrence);
    return Condition.of(
        identity ? StabilityAnalysis.EDGE : "preconditioned " + StabilityAnalysis.EDGE,
        kind,
        largest.value(),
        edge,
        largest.residual(),
        largest.status(),
        largest.value() > 0
            ? Optional.of(recurrence.learningRate() * edge / largest.value())
            : Optional.empty());
  }

  private static Condition growth(
      Recurrence recurrence, EigenEstimate largest, Condition atEdge, boolean proves) {
    double radius = DeterministicEdge.spectralRadius(recurrence, largest.value());
    double beside =
        DeterministicEdge.spectralRadius(recurrence, largest.value() + largest.residual());
    return Condition.of(
        StabilityAnalysis.FULL_BATCH_GROWTH,
        proves ? Kind.NECESSARY : Kind.INDICATIVE,
        radius,
        1,
        Math.abs(beside - radius),
        largest.status(),
        recurrence.order() <= ONE_INTERVAL ? atEdge.criticalLearningRate() : Optional.empty());
  }

  /** Present only where there is something to say; it holds for every method. */
  Optional<Condition> negativeCurvature() {
    EigenEstimate smallest = curvature.smallest();
    if (smallest.converged() && smallest.value() >= -smallest.residual()) {
      return Optional.empty();
    }
    return Optional.of(
        Condition.of(
            NEGATIVE_CURVATURE,
            Kind.NECESSARY,
            -smallest.value(),
            SADDLE * Math.abs(curvature.sharpness().value()),
            smallest.residual(),
            smallest.status(),
            Optional.empty()));
  }
}
