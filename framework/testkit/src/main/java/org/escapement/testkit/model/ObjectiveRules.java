package org.escapement.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.testkit.Guard;
import org.escapement.testkit.LargestDifference;
import org.escapement.testkit.Snapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Rules on loss and gradient. */
public interface ObjectiveRules extends ModelSubject {
  /** Displacement along one parameter, and what it leaves: truncation h², rounding 1e-16/h. */
  double LOSS_DIFFERENCE_STEP = 1e-5;

  /** As a share of the gradient's length. */
  double GRADIENT_RELATIVE_TOLERANCE = 1e-7;

  /** Rounding of sums in double. */
  double MEAN_RELATIVE_TOLERANCE = 1e-12;

  /** Rounding in float. */
  double FLOAT_LOSS_RELATIVE_TOLERANCE = 1e-4;

  @Test
  @DisplayName("M08 a batch's loss and gradient are means over its examples, repetitions counted")
  default void m08BatchIsTheMeanOfItsExamples(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    Objective objective = scene.objective();
    INDArray x = scene.point();
    for (Batch batch : scene.batches()) {
      double loss = 0;
      INDArray gradient = x.ulike().assign(0);
      double size = 0;
      for (int i = 0; i < batch.size(); i++) {
        loss += objective.loss(x, Batch.of(batch.index(i))) / batch.size();
        INDArray own = scene.gradient(x, batch.index(i));
        size += own.norm2Number().doubleValue() / batch.size();
        gradient.addi(own.divi(batch.size()));
      }
      double tolerance = MEAN_RELATIVE_TOLERANCE * (1 + Math.abs(loss));
      assertThat(objective.loss(x, batch))
          .as("loss of %s", batch)
          .isCloseTo(loss, within(tolerance));
      assertThat(scene.gradient(x, batch).distance2(gradient))
          .as(
              "gradient of %s beside the mean of its examples', %s",
              batch, LargestDifference.of(scene.gradient(x, batch), gradient))
          .isLessThanOrEqualTo(MEAN_RELATIVE_TOLERANCE * size);
      assertThat(objective.gradient(x, batch, scene.dirty()))
          .as("loss that comes with the gradient of %s", batch)
          .isCloseTo(loss, within(tolerance));
    }
  }

  @Test
  @DisplayName("M09 the gradient is the derivative of the loss")
  default void m09GradientIsTheDerivativeOfTheLoss(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    for (Batch batch : scene.batches()) {
      INDArray gradient = scene.gradient(scene.point(), batch);
      INDArray expected = gradient.ulike();
      INDArray x = scene.point().dup();
      for (int i = 0; i < x.length(); i++) {
        double at = x.getDouble(i);
        x.putScalar(i, at + LOSS_DIFFERENCE_STEP);
        double above = scene.objective().loss(x, batch);
        x.putScalar(i, at - LOSS_DIFFERENCE_STEP);
        double below = scene.objective().loss(x, batch);
        x.putScalar(i, at);
        expected.putScalar(i, (above - below) / (2 * LOSS_DIFFERENCE_STEP));
      }
      assertThat(gradient.distance2(expected))
          .as(
              "gradient of %s beside differences of the loss, %s",
              batch, LargestDifference.of(gradient, expected))
          .isLessThan(GRADIENT_RELATIVE_TOLERANCE * (1 + gradient.norm2Number().doubleValue()));
    }
  }

  @Test
  @DisplayName("M10 loss and gradient write neither the point nor the examples")
  default void m10ObjectiveWritesNothingItWasGiven(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    Guard guard = new Guard().watch("point", scene.point());
    if (scene.examples().count() > 0) {
      guard
          .watch("features", scene.examples().features())
          .watch("targets", scene.examples().targets());
    }
    for (Batch batch : scene.batches()) {
      scene.objective().loss(scene.point(), batch);
      scene.gradient(scene.point(), batch);
      scene.objective().accuracy(scene.point());
      guard.check();
    }
  }

  @Test
  @DisplayName("M11 equal points give equal gradients, bit for bit")
  default void m11EqualPointsGiveEqualGradients(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    for (Batch batch : scene.batches()) {
      Snapshot first = Snapshot.of(scene.gradient(scene.point(), batch));
      scene.gradient(scene.direction(1), Batch.all(scene.objective().examples()));
      first
          .difference(Snapshot.of(scene.gradient(scene.point(), batch)))
          .ifPresent(found -> fail("gradient of %s, taken twice: %s", batch, found));
    }
  }

  @Test
  @DisplayName("M12 float follows double")
  default void m12FloatFollowsDouble(ModelUnderTest tested) {
    ModelScene wide = ModelScene.of(tested, DataType.DOUBLE);
    ModelScene narrow = ModelScene.of(tested, DataType.FLOAT);
    assertThat(narrow.objective().precision())
        .as("precision of a float objective")
        .isEqualTo(DataType.FLOAT);
    INDArray x = wide.point().castTo(DataType.FLOAT);
    for (Batch batch : wide.batches()) {
      double expected = wide.objective().loss(wide.point(), batch);
      assertThat(narrow.objective().loss(x, batch))
          .as("loss of %s in float, beside that in double", batch)
          .isCloseTo(expected, within(FLOAT_LOSS_RELATIVE_TOLERANCE * (1 + Math.abs(expected))));
      assertThat(narrow.gradient(x, batch).dataType())
          .as("type of the gradient")
          .isEqualTo(DataType.FLOAT);
    }
  }

  @Test
  @DisplayName("M13 the loss convention is stated")
  default void m13LossConventionIsStated(ModelUnderTest tested) {
    assertThat(ModelScene.of(tested, DataType.DOUBLE).objective().lossConvention())
        .as("loss convention")
        .isNotBlank();
  }
}
