package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.dynamics.LinearizedJacobian;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Numerical;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.testkit.Guard;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Rules on the linear part that a method states for itself. */
public interface LinearizationRules extends OptimizerSubject {
  /** Displacement of central differences, and what truncation and rounding leave at that size. */
  double DIFFERENCE_STEP = 1e-5;

  /** As a share of the displacement. */
  double DIFFERENCE_RELATIVE_TOLERANCE = 1e-7;

  /** Rounding in a few hundred operations in double. */
  double SYMMETRY_RELATIVE_TOLERANCE = 1e-10;

  @Test
  @DisplayName("O16 linearizing writes nothing and keeps to what is declared")
  default void o16LinearizingWritesNothing(OptimizerUnderTest tested) {
    Optimizer optimizer = tested.optimizer();
    Scene scene = Scene.of(DataType.DOUBLE);
    INDArray minimum = scene.objective().minimum();
    State live = scene.run(optimizer, Scene.STEPS).state();
    Guard guard = new Guard().watch("point", minimum).watch("state", live);
    Linearization linearization = optimizer.linearize(minimum, live);
    guard.check();
    boolean analytic = !(linearization instanceof Numerical);
    Behaviour.ANALYTIC_LINEARIZATION.assertDeclaredIf(
        analytic,
        behaviours(),
        analytic
            ? "linearize gives the linear part in closed form"
            : "linearize is not overridden, or leaves the linear part to differences");
  }

  /**
   * A deviation of the point alone, carried through several linearized steps and through the same
   * number of true ones: what comes out does not depend on the coordinates in which an author
   * writes the memory, and after the first step it depends on all of A, b, c and P.
   */
  @Test
  @DisplayName("O17 the linear part is the derivative of the step, memory included")
  default void o17LinearPartIsTheDerivativeOfTheStep(OptimizerUnderTest tested) {
    assumeAnalytic();
    Optimizer optimizer = tested.optimizer();
    Scene scene = Scene.of(DataType.DOUBLE);
    INDArray minimum = scene.objective().minimum();
    State rest = atRest(scene.run(optimizer, 2 * Scene.STEPS).state());
    Batch batch = scene.batch(optimizer.sampling(), 0);
    INDArray direction = scene.direction(2);
    double length = direction.norm2Number().doubleValue();
    HeldRun above = new HeldRun(this, optimizer, scene.objective().on(batch), rest);
    HeldRun below = new HeldRun(this, optimizer, scene.objective().on(batch), rest);
    above.startFrom(direction.mul(DIFFERENCE_STEP).addi(minimum));
    below.startFrom(direction.mul(-DIFFERENCE_STEP).addi(minimum));
    try (Curvature curvature = scene.objective().curvature(minimum)) {
      LinearizedJacobian jacobian =
          LinearizedJacobian.of(optimizer, scene.objective(), curvature, minimum, rest, batch);
      long dimension = jacobian.pointDimension();
      INDArray z = Nd4j.create(DataType.DOUBLE, jacobian.dimension());
      z.get(NDArrayIndex.interval(0, dimension)).assign(direction);
      for (int step = 1; step <= Scene.STEPS; step++) {
        INDArray next = z.ulike();
        jacobian.apply(z, next);
        z = next;
        INDArray expected = above.step().sub(below.step()).muli(0.5 / DIFFERENCE_STEP);
        INDArray point = z.get(NDArrayIndex.interval(0, dimension));
        assertThat(point.distance2(expected))
            .as("after %d steps: linear part %s, step itself %s", step, point, expected)
            .isLessThan(DIFFERENCE_RELATIVE_TOLERANCE * length);
      }
    }
  }

  @Test
  @DisplayName("O18 the preconditioner is symmetric and positive and writes only its result")
  default void o18PreconditionerIsSymmetricAndPositive(OptimizerUnderTest tested) {
    Scene scene = Scene.of(DataType.DOUBLE);
    Preconditioner preconditioner = recurrence(tested, scene).preconditioner();
    INDArray v = scene.direction(3);
    INDArray w = scene.direction(4);
    Guard guard = new Guard().watch("v", v).watch("w", w);
    INDArray imageOfV = v.ulike().assign(Nd4j.valueArrayOf(v.shape(), Double.NaN, v.dataType()));
    INDArray imageOfW = w.ulike();
    preconditioner.apply(v, imageOfV);
    preconditioner.apply(w, imageOfW);
    guard.check();
    double form = Nd4j.getBlasWrapper().dot(v, imageOfV);
    double left = Nd4j.getBlasWrapper().dot(w, imageOfV);
    double right = Nd4j.getBlasWrapper().dot(v, imageOfW);
    assertThat(form).as("v P v").isPositive();
    assertThat(left).as("w P v").isCloseTo(right, within(SYMMETRY_RELATIVE_TOLERANCE * form));
    if (preconditioner.isIdentity()) {
      assertThat(imageOfV.distance2(v)).as("declared to be the identity").isZero();
    }
    preconditioner
        .diagonal()
        .ifPresent(
            diagonal ->
                assertThat(imageOfV.distance2(v.mul(diagonal)))
                    .as("P v and its declared diagonal %s times v", diagonal)
                    .isLessThan(
                        SYMMETRY_RELATIVE_TOLERANCE * imageOfV.norm2Number().doubleValue()));
  }

  @Test
  @DisplayName("O19 a quadratic just below the edge of stability shrinks, just above it grows")
  default void o19EdgeIsWhereRunsTurnFromShrinkingToGrowing(OptimizerUnderTest tested) {
    recurrence(tested, Scene.of(DataType.DOUBLE));
    ScalarScene scene = ScalarScene.of(this, tested.optimizer());
    EdgeRun run = new EdgeRun(scene, scene.edge().orElseThrow() / scene.gain());
    Assumptions.assumeTrue(run.hasEdge(), "SKIPPED: the recurrence has no edge of stability");
    assertThat(run.outcome(1 - EdgeRun.MARGIN))
        .as("curvature just below the edge %s", run.edge())
        .isEqualTo(EdgeRun.Outcome.SHRANK);
    assertThat(run.outcome(1 + EdgeRun.MARGIN))
        .as("curvature just above the edge %s", run.edge())
        .isEqualTo(EdgeRun.Outcome.GREW);
  }

  @Test
  @DisplayName("O20 while gradients vanish the preconditioner grows as declared, up to its limit")
  default void o20PreconditionerGrowsAsDeclaredWhileGradientsVanish(OptimizerUnderTest tested) {
    Scene scene = Scene.of(DataType.DOUBLE);
    Preconditioner preconditioner = recurrence(tested, scene).preconditioner();
    Assumptions.assumeTrue(
        preconditioner.atRest().isPresent(), "SKIPPED: the preconditioner does not grow");
    assertThat(preconditioner.pace()).as("pace of what grows").isNotEqualTo(Pace.CONSTANT);
    AtRest declared = preconditioner.atRest().get();
    Optimizer optimizer = tested.optimizer();
    State rest = atRest(scene.run(optimizer, 2 * Scene.STEPS).state());
    RestingRun run = new RestingRun(optimizer, scene.objective().minimum(), rest);
    run.growsFreely(declared);
    run.reachesTheLimit(declared);
  }

  private void assumeAnalytic() {
    Assumptions.assumeTrue(
        behaviours().contains(Behaviour.ANALYTIC_LINEARIZATION),
        "SKIPPED: " + Behaviour.ANALYTIC_LINEARIZATION + " is opted out of");
  }

  private Recurrence recurrence(OptimizerUnderTest tested, Scene scene) {
    assumeAnalytic();
    Optimizer optimizer = tested.optimizer();
    State rest = atRest(scene.run(optimizer, 2 * Scene.STEPS).state());
    Linearization linearization = optimizer.linearize(scene.objective().minimum(), rest);
    Assumptions.assumeTrue(
        linearization instanceof Recurrence, "SKIPPED: the linear part is not a recurrence");
    return (Recurrence) linearization;
  }
}
