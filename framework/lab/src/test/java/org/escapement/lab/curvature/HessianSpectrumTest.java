package org.escapement.lab.curvature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.SpectralDensity;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.problem.Quadratic;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class HessianSpectrumTest {
  private static final int DIMENSION = 60;

  /** One example ½ (w_i c_i)² for each i, c_i² = (i + 1): H = diag(1, …, 60)/60. */
  private static HessianSpectrum of(int count) {
    return of(count, 1000);
  }

  private static HessianSpectrum of(int count, int maxProducts) {
    double[][] rows = new double[DIMENSION][DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      rows[i][i] = Math.sqrt(i + 1);
    }
    Quadratic problem = Quadratic.ofRows(rows);
    INDArray origin = Nd4j.zeros(DataType.DOUBLE, DIMENSION);
    return HessianSpectrum.of(
        CurvatureOperators.of(problem, problem.curvature(origin)),
        count,
        Tolerance.relative(1e-9, maxProducts),
        RandomStreams.of(1).stream("spectrum"));
  }

  @Test
  void theLargestEigenvaluesComeInOrder() {
    HessianSpectrum spectrum = of(5);
    assertThat(spectrum.leading().stream().mapToDouble(EigenEstimate::value).toArray())
        .containsExactly(
            new double[] {1, 59 / 60.0, 58 / 60.0, 57 / 60.0, 56 / 60.0}, within(1e-9));
    assertThat(spectrum.status().toString()).isEqualTo("converged");
  }

  @Test
  void noMoreAreAskedForThanThereAre() {
    assertThat(of(1000).leading()).hasSize(DIMENSION);
  }

  /** Over all eigenvalues the density has the integral 1 and the mean (60 + 1)/(2 · 60). */
  @Test
  void theDensityHasTheIntegralOneAndTheMeanOfTheEigenvalues() {
    HessianSpectrum spectrum = of(1);
    SpectralDensity.Curve curve = spectrum.curve();
    double integral = 0;
    double mean = 0;
    for (int i = 1; i < curve.points().length; i++) {
      double step = curve.points()[i] - curve.points()[i - 1];
      double value = (curve.values()[i] + curve.values()[i - 1]) / 2;
      integral += step * value;
      mean += step * value * (curve.points()[i] + curve.points()[i - 1]) / 2;
    }
    assertThat(integral).isCloseTo(1, within(2e-3));
    double error = spectrum.density().moment(1).standardError();
    assertThat(error).isLessThan(0.05);
    assertThat(mean).isCloseTo(61 / 120.0, within(4 * error + 1e-3));
    assertThat(spectrum.width()).isCloseTo(0.01 * 59 / 60, within(1e-9));
  }

  /** Two probes, so that there are standard errors. */
  @Test
  void theDensityKeepsToTheBudgetOfProducts() {
    HessianSpectrum spectrum = of(1, 25);
    assertThat(spectrum.density().status()).isEqualTo(SpectralDensity.Status.PRODUCT_BUDGET);
    assertThat(spectrum.density().products()).isEqualTo(24);
    assertThat(spectrum.density().probes()).hasSize(2);
    assertThat(spectrum.steps()).isEqualTo(12);
    assertThat(spectrum.curve().standardErrors()).doesNotContain(Double.NaN);
  }

  @Test
  void oneSeedOneSpectrum() {
    assertThat(of(3).curve().values()).isEqualTo(of(3).curve().values());
  }
}
