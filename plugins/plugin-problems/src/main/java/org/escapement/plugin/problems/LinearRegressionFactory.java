package org.escapement.plugin.problems;

import java.util.Arrays;
import java.util.Map;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.pf4j.Extension;

/**
 * Offers {@code linear-regression}: f_i = (c/2)(a_iᵀx − a_iᵀt)² with inputs a_i that have, exactly,
 * the second and fourth moments of a Gaussian vector of covariance S = diag(variances) (see {@link
 * CentralCompositeDesign}), and t = (1, …, 1), the minimum {@code teacher}.
 *
 * <p>H_i = c a_ia_iᵀ, so H = cS with eigenvalues λ_j = c variance_j. By Isserlis' theorem E aaᵀMaaᵀ
 * = 2SMS + tr(SM) S for symmetric M, hence
 *
 * <ul>
 *   <li>(1/n) Σ H_i² = 2H² + tr(H) H and Σ = H² + tr(H) H: the sharpness is λ₁, the non-uniformity
 *       √(λ₁² + λ₁ tr H).
 *   <li>With the batch factor p, D(M) = (1−p) HMH + p avg H_iMH_i = (1+p) HMH + p tr(HM) H. The
 *       matrices m = diag(m_j) are mapped to such, and μC(m) = D(m) reads (μ − (1+p)λ_j) m_j = p
 *       tr(Hm): positive where μ is the root beyond (1+p)λ₁ of Σ_j pλ_j / (μ − (1+p)λ_j) = 1. A
 *       positive definite eigenmatrix of a map that keeps the cone belongs to its largest
 *       eigenvalue, so that the critical learning rate is 2/μ (Mulayoff &amp; Michaeli 2024,
 *       Theorem 3).
 *   <li>With d equal variances μ = λ(1 + p(d+1)); with replacement, p = 1/B, the critical rate is
 *       (2/λ) B/(B + d + 1): proportional to B for small batches, that of gradient descent for
 *       large ones (Ma, Bassily &amp; Belkin 2018, <i>The Power of Interpolation</i>).
 * </ul>
 */
@Extension
public final class LinearRegressionFactory implements ModelFactory<LinearRegressionOptions> {
  @Override
  public String name() {
    return "linear-regression";
  }

  @Override
  public String description() {
    return "least squares on inputs with the moments of a Gaussian; critical rates in closed form";
  }

  @Override
  public Class<LinearRegressionOptions> options() {
    return LinearRegressionOptions.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(LinearRegressionOptions options, ModelSetting setting) {
    int dimension = options.variances().size();
    double[][] inputs = CentralCompositeDesign.points(dimension);
    for (double[] input : inputs) {
      for (int j = 0; j < dimension; j++) {
        input[j] *= Math.sqrt(options.variances().get(j));
      }
    }
    double[] teacher = new double[dimension];
    Arrays.fill(teacher, 1);
    return Problem.ofOneVector(
        new SquaredErrors(new LinearOutputs(inputs, teacher), setting.loss()),
        Map.of("teacher", teacher),
        setting.precision());
  }
}
