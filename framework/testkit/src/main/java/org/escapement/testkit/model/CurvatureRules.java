package org.escapement.testkit.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.testkit.Guard;
import org.escapement.testkit.LargestDifference;
import org.escapement.testkit.Snapshot;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Rules on second derivatives. */
public interface CurvatureRules extends ModelSubject {
  /** Displacement of gradients, and what it leaves of a product. */
  double GRADIENT_DIFFERENCE_STEP = 1e-5;

  /** As a share of the product's length. */
  double PRODUCT_RELATIVE_TOLERANCE = 1e-7;

  /** Between exact products. */
  double EXACT_RELATIVE_TOLERANCE = 1e-11;

  /** Between products that are central differences themselves. */
  double DIFFERENCES_RELATIVE_TOLERANCE = 1e-6;

  @Test
  @DisplayName("M14 the Hessian product is the derivative of the gradient")
  default void m14HessianProductIsTheDerivativeOfTheGradient(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    INDArray v = scene.direction(1);
    INDArray step = v.mul(GRADIENT_DIFFERENCE_STEP);
    try (Curvature curvature = scene.objective().curvature(scene.point())) {
      for (Batch batch : scene.batches()) {
        INDArray expected =
            scene
                .gradient(scene.point().add(step), batch)
                .sub(scene.gradient(scene.point().sub(step), batch))
                .muli(0.5 / GRADIENT_DIFFERENCE_STEP);
        INDArray product = hessianProduct(scene, curvature, batch, v);
        assertThat(product.distance2(expected))
            .as(
                "H v of %s beside differences of gradients, %s",
                batch, LargestDifference.of(product, expected))
            .isLessThan(PRODUCT_RELATIVE_TOLERANCE * (1 + expected.norm2Number().doubleValue()));
      }
    }
  }

  @Test
  @DisplayName("M15 Hessian and covariance are symmetric")
  default void m15ProductsAreSymmetric(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    INDArray v = scene.direction(1);
    INDArray w = scene.direction(2);
    try (Curvature curvature = scene.objective().curvature(scene.point())) {
      for (Batch batch : scene.batches()) {
        assertSymmetric(
            "H of " + batch,
            curvature,
            v,
            hessianProduct(scene, curvature, batch, v),
            w,
            hessianProduct(scene, curvature, batch, w));
      }
      assertSymmetric(
          "Sigma",
          curvature,
          v,
          covarianceProduct(scene, curvature, v),
          w,
          covarianceProduct(scene, curvature, w));
    }
  }

  private static void assertSymmetric(
      String operator,
      Curvature curvature,
      INDArray v,
      INDArray imageOfV,
      INDArray w,
      INDArray imageOfW) {
    double scale = imageOfV.norm2Number().doubleValue() * w.norm2Number().doubleValue();
    assertThat(dot(w, imageOfV))
        .as("w M v beside v M w, where M is %s", operator)
        .isCloseTo(dot(v, imageOfW), within(tolerance(curvature) * (1 + scale)));
  }

  @Test
  @DisplayName("M16 the covariance product is the mean of (H_i - H)^2 v")
  default void m16CovarianceProductFollowsItsDefinition(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    int examples = scene.objective().examples();
    INDArray v = scene.direction(1);
    try (Curvature curvature = scene.objective().curvature(scene.point())) {
      INDArray expected = v.ulike().assign(0);
      INDArray mean = hessianProduct(scene, curvature, Batch.all(examples), v);
      for (int i = 0; i < examples; i++) {
        INDArray deviation = hessianProduct(scene, curvature, Batch.of(i), v).subi(mean);
        expected.addi(hessianProduct(scene, curvature, Batch.of(i), deviation).divi(examples));
        expected.subi(
            hessianProduct(scene, curvature, Batch.all(examples), deviation).divi(examples));
      }
      INDArray product = covarianceProduct(scene, curvature, v);
      assertThat(product.distance2(expected))
          .as("Sigma v beside its definition, %s", LargestDifference.of(product, expected))
          .isLessThan(tolerance(curvature) * (1 + expected.norm2Number().doubleValue()));
    }
  }

  @Test
  @DisplayName("M17 every example's curvature along a direction is v H_i v")
  default void m17PerExampleCurvatureFollowsItsDefinition(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    INDArray v = scene.direction(1);
    try (Curvature curvature = scene.objective().curvature(scene.point())) {
      double[] forms = curvature.perExampleCurvature(v);
      assertThat(forms).as("curvatures of the examples").hasSize(scene.objective().examples());
      for (int i = 0; i < forms.length; i++) {
        double expected = dot(v, hessianProduct(scene, curvature, Batch.of(i), v));
        assertThat(forms[i])
            .as("example %d", i)
            .isCloseTo(expected, within(tolerance(curvature) * (1 + Math.abs(expected))));
      }
    }
  }

  @Test
  @DisplayName("M18 second derivatives write neither point nor direction, and repeat themselves")
  default void m18CurvatureWritesNothingItWasGiven(ModelUnderTest tested) {
    ModelScene scene = ModelScene.of(tested, DataType.DOUBLE);
    INDArray v = scene.direction(1);
    Guard guard = new Guard().watch("point", scene.point()).watch("direction", v);
    try (Curvature curvature = scene.objective().curvature(scene.point())) {
      for (Batch batch : scene.batches()) {
        Snapshot first = Snapshot.of(hessianProduct(scene, curvature, batch, v));
        covarianceProduct(scene, curvature, scene.direction(2));
        curvature.perExampleCurvature(v);
        first
            .difference(Snapshot.of(hessianProduct(scene, curvature, batch, v)))
            .ifPresent(found -> fail("H v of %s, taken twice: %s", batch, found));
        guard.check();
      }
    }
  }

  private static INDArray hessianProduct(
      ModelScene scene, Curvature curvature, Batch batch, INDArray v) {
    INDArray out = scene.dirty();
    curvature.hessianProduct(batch, v, out);
    return out;
  }

  private static INDArray covarianceProduct(ModelScene scene, Curvature curvature, INDArray v) {
    INDArray out = scene.dirty();
    INDArray mean = scene.dirty();
    curvature.covarianceProduct(v, mean, out);
    INDArray expected =
        hessianProduct(scene, curvature, Batch.all(scene.objective().examples()), v);
    assertThat(mean.distance2(expected))
        .as(
            "H v that comes with Sigma v beside H v on its own, %s",
            LargestDifference.of(mean, expected))
        .isLessThan(tolerance(curvature) * (1 + expected.norm2Number().doubleValue()));
    return out;
  }

  private static double tolerance(Curvature curvature) {
    return curvature.method() == Curvature.Method.EXACT
        ? EXACT_RELATIVE_TOLERANCE
        : DIFFERENCES_RELATIVE_TOLERANCE;
  }

  private static double dot(INDArray a, INDArray b) {
    return Nd4j.getBlasWrapper().dot(a, b);
  }
}
