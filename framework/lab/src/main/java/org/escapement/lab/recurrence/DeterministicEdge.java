package org.escapement.lab.recurrence;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.openblas.global.openblas;
import org.escapement.spi.linearization.Recurrence;
import org.hipparchus.analysis.solvers.LaguerreSolver;
import org.hipparchus.complex.Complex;

/**
 * How much curvature a recurrence bears: the λ &gt; 0 at which the spectral radius of A − λbcᵀ
 * first exceeds 1. For gradient descent 2/η, for heavy ball 2(1+β)/η, for an exponential mean of
 * gradients (2+2β)/((1−β)η).
 *
 * <p>An eigenvalue μ of A − λbcᵀ satisfies p(μ) = λ r(μ) with p(μ) = det(μI − A) and r(μ) = −cᵀ
 * adj(μI − A) b. It can cross the unit circle only at a μ = e^{iω} with p(μ) conj(r(μ)) real, which
 * is a polynomial condition on cos ω. So the candidates are found exactly, and the spectral radius
 * is only evaluated between them.
 */
public final class DeterministicEdge {
  /** Eigenvalues on the circle (the point's own at λ = 0) are 1 to rounding. */
  private static final double ON_CIRCLE = 1e-9;

  /** Of the size of its terms, what p(μ) may be where it is 0. */
  private static final double ROUNDING = 1e-13;

  private DeterministicEdge() {}

  /** The edge λ*; 0 if the recurrence is unstable for every small λ &gt; 0, ∞ if stable for all. */
  public static double of(Recurrence recurrence) {
    double[] candidates = candidates(recurrence);
    double below = 0;
    for (double candidate : candidates) {
      if (spectralRadius(recurrence, (below + candidate) / 2) > 1 + ON_CIRCLE) {
        return below;
      }
      below = candidate;
    }
    double beyond = below == 0 ? 1 : 2 * below;
    return spectralRadius(recurrence, beyond) > 1 + ON_CIRCLE ? below : Double.POSITIVE_INFINITY;
  }

  /** ρ(A − λbcᵀ). */
  public static double spectralRadius(Recurrence recurrence, double curvature) {
    int order = recurrence.order();
    double[] matrix = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        matrix[i * order + j] =
            recurrence.stateMatrix()[i][j]
                - curvature * recurrence.input()[i] * recurrence.output()[j];
      }
    }
    return order == 1 ? Math.abs(matrix[0]) : spectralRadius(matrix, order);
  }

  /** By LAPACK: Hipparchus 4.0 makes complex pairs of some real eigenvalues of 3×3 matrices. */
  private static double spectralRadius(double[] matrix, int order) {
    double[] real = new double[order];
    double[] imaginary = new double[order];
    int failure =
        openblas.LAPACKE_dgeev(
            openblas.LAPACK_ROW_MAJOR,
            (byte) 'N',
            (byte) 'N',
            order,
            matrix,
            order,
            real,
            imaginary,
            new double[order],
            order,
            new double[order],
            order);
    if (failure != 0) {
      return Double.NaN;
    }
    double radius = 0;
    for (int i = 0; i < order; i++) {
      radius = Math.max(radius, Math.hypot(real[i], imaginary[i]));
    }
    return radius;
  }

  /** The positive λ at which an eigenvalue may lie on the unit circle, ascending. */
  private static double[] candidates(Recurrence recurrence) {
    Characteristic pencil = Characteristic.of(recurrence);
    List<Double> cosines = new ArrayList<>(List.of(1.0, -1.0));
    cosines.addAll(interiorCosines(pencil));
    return cosines.stream()
        .mapToDouble(pencil::curvatureAt)
        .filter(lambda -> lambda > 0 && Double.isFinite(lambda))
        .distinct()
        .sorted()
        .toArray();
  }

  /**
   * The cos ω in (−1, 1) with Im[p(e^{iω}) conj r(e^{iω})] = 0. With p = Σ p_j μ^j and r = Σ r_k
   * μ^k that is Σ_m s_m sin(mω), s_m = Σ_{j−k=m} p_j r_k − Σ_{k−j=m} p_j r_k, and sin(mω) = sin ω ·
   * U_{m−1}(cos ω).
   */
  private static List<Double> interiorCosines(Characteristic pencil) {
    int order = pencil.denominator.length - 1;
    double[] sines = new double[order + 1];
    for (int j = 0; j < pencil.denominator.length; j++) {
      for (int k = 0; k < pencil.numerator.length; k++) {
        int difference = j - k;
        sines[Math.abs(difference)] +=
            Math.signum(difference) * pencil.denominator[j] * pencil.numerator[k];
      }
    }
    double[] polynomial = new double[order];
    for (int m = 1; m <= order; m++) {
      double[] chebyshev = chebyshevSecondKind(m - 1);
      for (int i = 0; i < chebyshev.length; i++) {
        polynomial[i] += sines[m] * chebyshev[i];
      }
    }
    return realRootsInside(polynomial);
  }

  private static double[] chebyshevSecondKind(int degree) {
    double[] before = {1};
    double[] current = {0, 2};
    if (degree == 0) {
      return before;
    }
    for (int n = 2; n <= degree; n++) {
      double[] next = new double[n + 1];
      for (int i = 0; i < current.length; i++) {
        next[i + 1] += 2 * current[i];
      }
      for (int i = 0; i < before.length; i++) {
        next[i] -= before[i];
      }
      before = current;
      current = next;
    }
    return current;
  }

  private static List<Double> realRootsInside(double[] polynomial) {
    double scale = Arrays.stream(polynomial).map(Math::abs).max().orElse(0);
    int degree = polynomial.length - 1;
    while (degree > 0 && Math.abs(polynomial[degree]) <= 1e-14 * scale) {
      degree--;
    }
    if (degree < 1 || scale == 0) {
      return List.of();
    }
    List<Double> roots = new ArrayList<>();
    double[] trimmed = Arrays.copyOf(polynomial, degree + 1);
    if (degree == 1) {
      addInside(-trimmed[0] / trimmed[1], roots);
      return roots;
    }
    for (Complex root : new LaguerreSolver(1e-14).solveAllComplex(trimmed, 0)) {
      if (Math.abs(root.getImaginary()) < 1e-6) {
        addInside(root.getReal(), roots);
      }
    }
    return roots;
  }

  private static void addInside(double cosine, List<Double> roots) {
    if (cosine > -1 && cosine < 1) {
      roots.add(cosine);
    }
  }

  /**
   * p and r by the Faddeev–LeVerrier recursion, coefficients in ascending order.
   *
   * @param denominator p(μ) = det(μI − A)
   * @param numerator r(μ) = −cᵀ adj(μI − A) b
   */
  private record Characteristic(double[] denominator, double[] numerator) {
    static Characteristic of(Recurrence recurrence) {
      int order = recurrence.order();
      double[][] state = recurrence.stateMatrix();
      double[] denominator = new double[order + 1];
      double[] numerator = new double[order];
      denominator[order] = 1;
      double[][] adjugate = new double[order][order]; // coefficient matrices of adj(μI − A)
      for (int i = 0; i < order; i++) {
        adjugate[i][i] = 1;
      }
      for (int k = 1; k <= order; k++) {
        for (int i = 0; i < order; i++) {
          for (int j = 0; j < order; j++) {
            numerator[order - k] -= recurrence.output()[i] * adjugate[i][j] * recurrence.input()[j];
          }
        }
        double[][] product = multiply(state, adjugate);
        double trace = 0;
        for (int i = 0; i < order; i++) {
          trace += product[i][i];
        }
        denominator[order - k] = -trace / k;
        for (int i = 0; i < order; i++) {
          product[i][i] += denominator[order - k];
        }
        adjugate = product;
      }
      return new Characteristic(denominator, numerator);
    }

    private static double[][] multiply(double[][] a, double[][] b) {
      double[][] product = new double[a.length][a.length];
      for (int i = 0; i < a.length; i++) {
        for (int j = 0; j < a.length; j++) {
          for (int k = 0; k < a.length; k++) {
            product[i][j] += a[i][k] * b[k][j];
          }
        }
      }
      return product;
    }

    /** λ = p(μ)/r(μ) at μ = e^{iω}; 0 where μ is an eigenvalue of A to rounding. */
    double curvatureAt(double cosine) {
      Complex point = new Complex(cosine, Math.sqrt(Math.max(0, 1 - cosine * cosine)));
      Complex value = evaluate(denominator, point);
      if (value.norm() <= ROUNDING * Arrays.stream(denominator).map(Math::abs).sum()) {
        return 0;
      }
      return value.divide(evaluate(numerator, point)).getReal();
    }

    private static Complex evaluate(double[] coefficients, Complex at) {
      Complex sum = Complex.ZERO;
      for (int i = coefficients.length - 1; i >= 0; i--) {
        sum = sum.multiply(at).add(coefficients[i]);
      }
      return sum;
    }
  }
}
