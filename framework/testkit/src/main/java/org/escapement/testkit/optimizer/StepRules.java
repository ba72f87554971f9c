package org.escapement.testkit.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.util.List;
import org.escapement.spi.dynamics.FixedPoint;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.Guard;
import org.escapement.testkit.StepSnapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules on the step as a function of point, state and batch. */
public interface StepRules extends OptimizerSubject {
  /** How far a float run may be from the double run after a few steps, as a share of the point. */
  double FLOAT_RELATIVE_TOLERANCE = 1e-3;

  @Test
  @DisplayName("O06 a step writes neither the point, nor the state, nor anything of earlier steps")
  default void o06StepWritesNothingItWasGiven(OptimizerUnderTest tested) {
    Optimizer optimizer = tested.optimizer();
    Scene scene = Scene.of(DataType.DOUBLE);
    Guard guard = new Guard();
    INDArray x = scene.start();
    State state = optimizer.init(x);
    for (int step = 0; step < Scene.STEPS; step++) {
      guard.watch("point " + step, x).watch("state " + step, state);
      LentGradients objective =
          new LentGradients(scene.objective().on(scene.batch(optimizer.sampling(), step)));
      StepResult result = optimizer.step(x, state, objective);
      guard.check();
      int now = step;
      objective.lent().forEach(gradient -> guard.watch("gradient of step " + now, gradient));
      x = result.point();
      state = result.state();
    }
  }

  @Test
  @DisplayName("O07 equal inputs give equal results, bit for bit, whatever happened in between")
  default void o07EqualInputsGiveEqualResults(OptimizerUnderTest tested) {
    Optimizer optimizer = tested.optimizer();
    Scene scene = Scene.of(DataType.DOUBLE);
    StepResult live = scene.run(optimizer, Scene.STEPS);
    StepSnapshot first = StepSnapshot.of(scene.run(optimizer, live, 0, 1));
    first.assertSameAs(scene.run(optimizer, live, 0, 1), "the same step again");
    scene.run(optimizer, Scene.STEPS);
    first.assertSameAs(scene.run(optimizer, live, 0, 1), "the same step after others");
    first.assertSameAs(
        scene.run(tested.optimizer(), live, 0, 1), "the same step by another optimizer");
  }

  @Test
  @DisplayName("O08 the next point has the shape and type of the point")
  default void o08ResultHasShapeAndTypeOfPoint(OptimizerUnderTest tested) {
    for (DataType type : List.of(DataType.DOUBLE, DataType.FLOAT)) {
      Scene scene = Scene.of(type);
      StepResult result = scene.run(tested.optimizer(), Scene.STEPS);
      assertThat(result.state()).as("next state").isNotNull();
      assertThat(result.point().shape())
          .as("shape of the next point")
          .containsExactly(scene.objective().dimension());
      assertThat(result.point().dataType()).as("type of the next point").isEqualTo(type);
    }
  }

  @Test
  @DisplayName("O09 float and double runs agree to the precision of float")
  default void o09FloatFollowsDouble(OptimizerUnderTest tested) {
    INDArray wide = Scene.of(DataType.DOUBLE).run(tested.optimizer(), Scene.STEPS).point();
    INDArray narrow = Scene.of(DataType.FLOAT).run(tested.optimizer(), Scene.STEPS).point();
    double distance = wide.distance2(narrow.castTo(DataType.DOUBLE));
    assertThat(distance)
        .as("distance of %s and %s", wide, narrow)
        .isLessThan(FLOAT_RELATIVE_TOLERANCE * wide.norm2Number().doubleValue());
  }

  @Test
  @DisplayName("O10 with the initial state and a zero gradient it does not move")
  default void o10RestsAtZeroGradient(OptimizerUnderTest tested) {
    Optimizer optimizer = tested.optimizer();
    Scene scene = Scene.of(DataType.DOUBLE);
    INDArray minimum = scene.objective().minimum();
    double farthest = 0;
    State state = optimizer.init(minimum);
    for (int step = 0; step < Scene.STEPS; step++) {
      Batch batch = scene.batch(optimizer.sampling(), step);
      FixedPoint fixedPoint = FixedPoint.of(optimizer, scene.objective(), minimum, state);
      farthest = Math.max(farthest, fixedPoint.displacement(batch));
      state = scene.step(optimizer, minimum, state, step).state();
    }
    Behaviour.RESTS_AT_ZERO_GRADIENT.assertDeclaredIf(
        farthest == 0,
        behaviours(),
        "where every gradient is zero the longest step is " + farthest);
  }

  /** A second step, for methods whose point follows the gradient one step late. */
  @Test
  @DisplayName("O11 a gradient that is not finite shows in the point or ends with NON_FINITE")
  default void o11NonFiniteGradientIsNotHidden(OptimizerUnderTest tested) {
    for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
      Optimizer optimizer = tested.optimizer();
      BrokenGradient objective = new BrokenGradient(value);
      StepResult live = Scene.of(DataType.DOUBLE).run(optimizer, Scene.STEPS);
      String demand =
          "after gradients with an entry %s the next point must hold NaN or an infinity, or the step"
                  .formatted(value)
              + " must throw NON_FINITE; it ";
      try {
        StepResult once = optimizer.step(live.point(), live.state(), objective);
        INDArray next = optimizer.step(once.point(), once.state(), objective).point();
        if (!Entries.anyNotFinite(next.toDoubleVector())) {
          fail(demand + "returned " + next);
        }
      } catch (EscapementException coded) {
        if (coded.code() != ErrorCode.NON_FINITE) {
          fail(demand + "threw " + coded.code() + ": " + coded.getMessage(), coded);
        }
      } catch (RuntimeException other) {
        fail(demand + "threw " + other, other);
      }
    }
  }
}
