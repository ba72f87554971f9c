package org.escapement.lab.training;

import java.util.OptionalDouble;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Follows the largest eigenvalues of H and P^½HP^½ along a run, each time from the eigenvectors of
 * the time before, and the full-batch edge that the optimizer has in its present state.
 */
final class EdgeProbe implements AutoCloseable {
  private static final int MAX_PRODUCTS = 200;

  private final Optimizer optimizer;
  private final Objective objective;
  private final Tolerance tolerance;
  private final RandomGenerator random;
  private final Consumer<EscapementException> failures;
  private boolean failed;
  private EigenEstimate sharpness;
  private EigenEstimate preconditioned;

  /**
   * Both are absent where the optimizer offers no recurrence, the first also if not converged, the
   * second also at a learning rate of 0, at which no curvature is too much.
   */
  record Distance(OptionalDouble preconditionedSharpness, OptionalDouble edge) {
    static final Distance UNKNOWN = new Distance(OptionalDouble.empty(), OptionalDouble.empty());
  }

  /**
   * @param tolerance relative residual at which an eigenvalue counts as converged
   * @param failures hears of the first failure to linearize, after which nothing more is asked: a
   *     training that steps well is not to end for the sake of a figure
   */
  EdgeProbe(
      Optimizer optimizer,
      Objective objective,
      double tolerance,
      RandomGenerator random,
      Consumer<EscapementException> failures) {
    this.optimizer = optimizer;
    this.objective = objective;
    this.tolerance = Tolerance.relative(tolerance, MAX_PRODUCTS);
    this.random = random;
    this.failures = failures;
  }

  /** λmax(H). */
  OptionalDouble sharpness(CurvatureOperators operators) {
    EigenEstimate now = operators.sharpness(tolerance, vector(sharpness), random);
    close(sharpness);
    sharpness = now;
    return converged(now);
  }

  /** λmax(P^½HP^½), the sharpness itself where P = I, and the edge; after {@link #sharpness}. */
  Distance distance(CurvatureOperators operators, INDArray point, State state) {
    if (failed) {
      return Distance.UNKNOWN;
    }
    try {
      return optimizer.linearize(point, state) instanceof Recurrence recurrence
          ? distance(operators, recurrence)
          : Distance.UNKNOWN;
    } catch (EscapementException e) {
      failed = true;
      failures.accept(e);
      return Distance.UNKNOWN;
    }
  }

  private Distance distance(CurvatureOperators operators, Recurrence recurrence) {
    OptionalDouble edge =
        recurrence.learningRate() == 0
            ? OptionalDouble.empty()
            : OptionalDouble.of(DeterministicEdge.of(recurrence));
    Preconditioner preconditioner = recurrence.preconditioner();
    if (preconditioner.isIdentity()) {
      return new Distance(converged(sharpness), edge);
    }
    EigenEstimate now =
        operators.preconditionedSharpness(
            preconditioner, tolerance, vector(preconditioned), random);
    close(preconditioned);
    preconditioned = now;
    return new Distance(converged(now), edge);
  }

  private static INDArray vector(EigenEstimate before) {
    return before == null ? null : before.vector();
  }

  private static OptionalDouble converged(EigenEstimate estimate) {
    return estimate.converged() ? OptionalDouble.of(estimate.value()) : OptionalDouble.empty();
  }

  private static void close(EigenEstimate estimate) {
    if (estimate != null) {
      estimate.close();
    }
  }

  @Override
  public void close() {
    close(sharpness);
    close(preconditioned);
  }
}
