package org.escapement.plugin.problems;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.ParameterTensor;
import org.pf4j.Extension;

/**
 * Offers {@code matrix-factorisation}: f_ab = (c/2)(u_aᵀv_b − Y_ab)², an example for every entry of
 * an m×n matrix Y = PSQᵀ of rank r. The singular vectors, columns of P and Q, are Walsh functions,
 * so that all their entries have the same size. Known minima are U = γPS^½, V = γ⁻¹QS^½: {@code
 * balanced} with γ = 1, {@code level} with γ⁴ = m/n, {@code unbalanced} with γ as configured.
 *
 * <p>The output's derivative is (dU)Vᵀ + U(dV)ᵀ, so that JJᵀ = VVᵀ ⊗ I + I ⊗ UUᵀ on m×n matrices:
 *
 * <ul>
 *   <li>The eigenvalues of H are (c/(mn)) (σ_a(U)² + σ_b(V)²), a ≤ m, b ≤ n, with singular values
 *       beyond the r-th zero; σ(U)² = γ²σ(Y), σ(V)² = γ⁻²σ(Y). Sharpness (c σ₁(Y)/(mn)) (γ² + γ⁻²).
 *       Since σ₁(U)σ₁(V) ≥ σ₁(UVᵀ), no minimum at all has less than the balanced one, 2cσ₁(Y)/(mn)
 *       (Mulayoff &amp; Michaeli 2020, <i>Unique Properties of Flat Minima in Deep Networks</i>).
 *   <li>All rows of U are of the length |u|² = γ² Σσ/m, all of V of |v|² = γ⁻² Σσ/n, all rows of J
 *       of |u|² + |v|² = tr(H)/c. Hence avg H_i² = tr(H) H, Σ = tr(H) H − H².
 *   <li>Moving all rows and columns by a ⊕ s, b ⊕ t (bit by bit), with the signs that Walsh
 *       functions have at t in the columns of U and at s in those of V, is an orthogonal map that
 *       carries the Jacobian's row of any example into that of any other. So the leading positive
 *       semi-definite eigenmatrix M of C†D can be taken invariant, J_iMJ_iᵀ is the same for all i,
 *       and avg H_iMH_i = tr(HM) H. Then μ(λ_a + λ_b)/2 M_ab = (1−p) λ_aλ_b M_ab + p tr(HM) λ_a
 *       δ_ab in H's eigenbasis, so that the critical learning rate is 2/μ with the largest root of
 *       Σ_j pλ_j / (μ − (1−p)λ_j) = 1, over all eigenvalues of H.
 *   <li>For batches of one it is 2/tr(H) = 2/(c Σσ (γ²/m + γ⁻²/n)), largest at the minimum {@code
 *       level}, which is the balanced one only of a square Y.
 * </ul>
 */
@Extension
public final class MatrixFactorisationFactory implements ModelFactory<MatrixFactorisationOptions> {
  @Override
  public String name() {
    return "matrix-factorisation";
  }

  @Override
  public String description() {
    return "U V^T fitted to every entry of a matrix; minima that differ by how they are balanced";
  }

  @Override
  public Class<MatrixFactorisationOptions> options() {
    return MatrixFactorisationOptions.class;
  }

  @Override
  public boolean needsData() {
    return false;
  }

  @Override
  public Model create(MatrixFactorisationOptions options, ModelSetting setting) {
    double[] balanced = factors(options, 1);
    int width = options.singularValues().size();
    Map<String, double[]> minima = new LinkedHashMap<>();
    minima.put("balanced", balanced);
    minima.put(
        "level", factors(options, Math.pow((double) options.rows() / options.columns(), 0.25)));
    minima.put("unbalanced", factors(options, options.imbalance()));
    List<Long> left = List.of((long) options.rows(), (long) width);
    List<Long> right = List.of((long) options.columns(), (long) width);
    return new Problem(
        new SquaredErrors(
            new MatrixFactorisation(product(options, balanced), width), setting.loss()),
        List.of(
            new ParameterTensor("U", left, 0),
            new ParameterTensor("V", right, (long) options.rows() * width)),
        minima,
        setting.precision());
  }

  /** γPS^½ and after it γ⁻¹QS^½, in rows. */
  private static double[] factors(MatrixFactorisationOptions options, double imbalance) {
    int width = options.singularValues().size();
    double[] factors = new double[(options.rows() + options.columns()) * width];
    for (int row = 0; row < options.rows() + options.columns(); row++) {
      boolean isLeft = row < options.rows();
      int length = isLeft ? options.rows() : options.columns();
      for (int l = 0; l < width; l++) {
        double size = Math.sqrt(options.singularValues().get(l) / length);
        factors[row * width + l] =
            walsh(l, isLeft ? row : row - options.rows())
                * (isLeft ? size * imbalance : size / imbalance);
      }
    }
    return factors;
  }

  /** The l-th Walsh function at a: 1 or −1, and a homomorphism from a ⊕ b to products. */
  private static int walsh(int l, int a) {
    return Integer.bitCount(l & a) % 2 == 0 ? 1 : -1;
  }

  /** UVᵀ. */
  private static double[][] product(MatrixFactorisationOptions options, double[] factors) {
    int width = options.singularValues().size();
    double[][] product = new double[options.rows()][options.columns()];
    for (int a = 0; a < options.rows(); a++) {
      for (int b = 0; b < options.columns(); b++) {
        for (int l = 0; l < width; l++) {
          product[a][b] += factors[a * width + l] * factors[(options.rows() + b) * width + l];
        }
      }
    }
    return product;
  }
}
