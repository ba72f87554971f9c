package org.escapement.lab.stability;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.meansquare.Bounds;
import org.escapement.lab.meansquare.EnclosureStatus;
import org.escapement.lab.meansquare.MeanSquareStability;
import org.escapement.lab.meansquare.ReducedCurvature;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.lab.stability.Condition.Kind;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * What mini-batch noise means for any recurrence without a preconditioner, exactly: the growth of
 * E‖z‖² in a step and the critical learning rate, enclosed from both sides, on the Gauss–Newton
 * part (Mulayoff &amp; Michaeli 2024 for gradient steps). From the Gram matrix of the Jacobian, so
 * for models that give one, and as many examples times outputs as a dense eigenproblem bears.
 */
final class ExactMeanSquare implements AutoCloseable {
  /** Rows of the Gram matrix up to which its eigenvalues take seconds. */
  private static final int MOST_ROWS = 2000;

  /**
   * Applications for an enclosure, each of which keeps a matrix. A threshold takes a dozen; a
   * growth rate just below 1, where flat directions crowd, would take thousands to narrow down, and
   * the side of 1 that it lies on is decided apart.
   */
  private static final int MOST_APPLICATIONS = 60;

  /** The enclosures' relative width. */
  private static final double WIDTH = 1e-6;

  private final ReducedCurvature curvature;
  private final MeanSquareStability stability;
  private final Map<Key, List<Condition>> known = new HashMap<>();
  private final Map<Double, Double> thresholds = new HashMap<>();

  /** The left side of (8) on directions without curvature, where there are any. */
  private final double flat;

  private ExactMeanSquare(ReducedCurvature curvature, long dimension, int applications) {
    this.curvature = curvature;
    this.flat = curvature.rank() < dimension ? 1 : Double.NEGATIVE_INFINITY;
    this.stability =
        new MeanSquareStability(
            curvature, Tolerance.relative(WIDTH, Math.min(applications, MOST_APPLICATIONS)));
  }

  /** Recurrences are equal if their numbers are. */
  private record Key(
      List<List<Double>> matrix, List<Double> input, List<Double> output, double factor) {}

  /**
   * Of a minimum, if its model gives a Jacobian and is small enough.
   *
   * @param point the minimum, not written
   * @param applications the most of an operator for each enclosure
   */
  static Optional<ExactMeanSquare> of(Objective objective, INDArray point, int applications) {
    Optional<Jacobian> found = objective.jacobian(point, Jacobian.Scaling.LOSS);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    try (Jacobian jacobian = found.get()) {
      long rows = (long) objective.examples() * jacobian.outputs();
      if (rows > MOST_ROWS) {
        return Optional.empty();
      }
      INDArray gram = Tensors.matrix(DataType.DOUBLE, rows, rows);
      try {
        jacobian.gram(gram);
        if (!(gram.amaxNumber().doubleValue() > 0)) {
          return Optional.empty(); // no curvature: nothing moves
        }
        return Optional.of(
            new ExactMeanSquare(
                ReducedCurvature.ofGram(gram, objective.examples(), jacobian.outputs()),
                objective.dimension(),
                applications));
      } finally {
        Tensors.free(gram);
      }
    }
  }

  /**
   * The growth rate's two bounds as conditions: the upper one is sufficient for stability, the
   * lower one necessary.
   *
   * @param recurrence without a preconditioner
   * @param varianceFactor p &gt; 0
   */
  List<Condition> of(Recurrence recurrence, double varianceFactor) {
    Key key =
        new Key(
            Arrays.stream(recurrence.stateMatrix()).map(ExactMeanSquare::list).toList(),
            list(recurrence.input()),
            list(recurrence.output()),
            varianceFactor);
    return known.computeIfAbsent(key, any -> evaluate(recurrence, varianceFactor));
  }

  /**
   * Theorem 1 for gradient steps, in closed form.
   *
   * @param rate η
   * @param varianceFactor p &gt; 0
   */
  Condition theoremOne(double rate, double varianceFactor) {
    double threshold =
        thresholds.computeIfAbsent(
            varianceFactor, p -> stability.gradientStepRates(p).theoremOne());
    double leftSide = Math.max(stability.theoremOneLeftSide(rate, varianceFactor), flat);
    return new Condition(
        TheoremOne.NAME,
        Kind.SUFFICIENT,
        rate <= threshold ? Math.min(leftSide, 1) : leftSide, // at 1 rounding could decide
        1,
        0,
        EigenStatus.CONVERGED,
        Math.abs(rate - threshold) > WIDTH * threshold,
        Optional.of(threshold));
  }

  private static List<Double> list(double[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  private List<Condition> evaluate(Recurrence recurrence, double varianceFactor) {
    Bounds growth = stability.growthRate(recurrence, varianceFactor);
    Optional<Bounds> rate =
        Double.isInfinite(DeterministicEdge.of(recurrence))
            ? Optional.empty()
            : Optional.of(stability.criticalLearningRate(recurrence, varianceFactor));
    return List.of(
        bound(
            "mean-square growth rate, upper bound",
            Kind.SUFFICIENT,
            growth.upper(),
            growth,
            rate.map(Bounds::lower)),
        bound(
            "mean-square growth rate, lower bound",
            Kind.NECESSARY,
            growth.lower(),
            growth,
            rate.map(Bounds::upper)));
  }

  /** A proved bound is certain, however close the other one came. */
  private static Condition bound(
      String name, Kind kind, double value, Bounds growth, Optional<Double> rate) {
    EigenStatus status = status(growth.keptModes().status());
    return new Condition(name, kind, value, 1, 0, status, Double.isFinite(value), rate);
  }

  private static EigenStatus status(EnclosureStatus status) {
    return switch (status) {
      case CONVERGED -> EigenStatus.CONVERGED;
      case PRODUCT_BUDGET, MEMORY_BUDGET -> EigenStatus.PRODUCT_BUDGET;
      case TIME_BUDGET -> EigenStatus.TIME_BUDGET;
      case ROUNDING_LIMIT -> EigenStatus.ROUNDING_LIMIT;
    };
  }

  @Override
  public void close() {
    stability.close();
    curvature.close();
  }
}
