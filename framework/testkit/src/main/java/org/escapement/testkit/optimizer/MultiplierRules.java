package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What is known of a method on quadratics of one variable, against what its true steps show. */
public interface MultiplierRules extends OptimizerSubject {
  /** Curvatures, as shares of the edge, at which multipliers are looked at. */
  List<Double> SHARES_OF_EDGE = List.of(0.35, 0.9, 1.02);

  /** The most memories of a coordinate that steps are searched for, the point included. */
  int MOST_MULTIPLIERS = 4;

  /**
   * The deviation to begin with: rounding of velocities of order 1 is 1e-8 of it, and squares of
   * gradients a few hundred times as large do not move a preconditioner that is held.
   */
  double MULTIPLIER_START = 1e-8;

  /** As a share of the steps. */
  double MULTIPLIER_RELATIVE_TOLERANCE = 1e-7;

  /** What a fit to such steps leaves in a modulus. */
  double RADIUS_TOLERANCE = 1e-5;

  /** Between two formulas for one edge. */
  double EDGE_RELATIVE_TOLERANCE = 1e-9;

  /**
   * What the author's algebra says, or else the eigenvalues of A − λbcᵀ, against what true steps
   * show. Linear in the deviation, the steps obey the recursion that the multipliers are the roots
   * of; fitting it to the steps finds those that are there, so none can be left out.
   */
  @Test
  @DisplayName("O21 the multipliers that true steps show on quadratics are those that are known")
  default void o21ObservedMultipliersAreTheKnownOnes(OptimizerUnderTest tested) {
    ScalarScene scene = ScalarScene.of(this, tested.optimizer());
    Assumptions.assumeTrue(
        scene.recurrence().isPresent() || characteristic(1).isPresent() || edge().isPresent(),
        "SKIPPED: neither a recurrence nor a closed form says what the multipliers are");
    OptionalDouble derived = scene.edge();
    double edge = edge().orElse(derived.orElse(1));
    double usual = edge > 0 && Double.isFinite(edge) ? edge : 1;
    for (double share : SHARES_OF_EDGE) {
      double curvature = share * usual;
      characteristic(curvature)
          .map(Multipliers::new)
          .or(() -> scene.recurrence().map(form -> Multipliers.of(form, curvature)))
          .ifPresent(known -> assertObserved(known, scene, curvature / scene.gain()));
    }
    if (edge().isPresent()) {
      assertThat(derived.orElse(edge))
          .as("edge derived from (A, b, c, P), beside the closed form")
          .isCloseTo(edge, within(EDGE_RELATIVE_TOLERANCE * edge));
      double[] response = response(scene, edge / scene.gain());
      assertThat(Multipliers.observed(response, MOST_MULTIPLIERS).radius())
          .as("largest modulus that true steps show at the edge %s", edge)
          .isCloseTo(1, within(RADIUS_TOLERANCE));
    }
  }

  private static void assertObserved(Multipliers known, ScalarScene scene, double curvature) {
    double[] response = response(scene, curvature);
    double misfit = known.misfit(response);
    if (!(misfit < MULTIPLIER_RELATIVE_TOLERANCE)) {
      fail(
          "at curvature %.6g true steps are %.3g of their size off those that the known multipliers"
              + " give, %s; multipliers known %s, observed %s",
          curvature,
          misfit,
          known.worstStep(response),
          known.text(),
          Entries.anyNotFinite(response)
              ? "none, since a step is not finite"
              : Multipliers.observed(response, MOST_MULTIPLIERS).text());
    }
    Multipliers observed = Multipliers.observed(response, known.count());
    assertThat(known.without(observed).radius())
        .as(
            "at curvature %s: modulus of a multiplier that no step shows; known %s, observed %s",
            curvature, known.text(), observed.text())
        .isLessThan(1 - RADIUS_TOLERANCE);
  }

  private static double[] response(ScalarScene scene, double curvature) {
    double[] response = new double[3 * MOST_MULTIPLIERS];
    response[0] = MULTIPLIER_START;
    ScalarScene.Deviation deviation = scene.deviation(curvature, MULTIPLIER_START);
    for (int step = 1; step < response.length; step++) {
      response[step] = deviation.step();
    }
    return response;
  }
}
