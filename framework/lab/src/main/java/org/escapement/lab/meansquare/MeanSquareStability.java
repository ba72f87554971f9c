package org.escapement.lab.meansquare;

import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;

/**
 * Exact stability in mean square of a recurrence at an interpolating minimum, batches being drawn
 * independently of one another. With z the deviation and S = E zzᵀ,
 *
 * <pre>S' = E_ξ (A⊗I − bcᵀ⊗H_ξ) S (A⊗I − bcᵀ⊗H_ξ)ᵀ = F S Fᵀ + p (bbᵀ) ⊗ N(cᵀSc),</pre>
 *
 * F = A⊗I − bcᵀ⊗H, N(M) = (1/n) Σ (H_i − H) M (H_i − H), p the batch factor. The map's spectral
 * radius ρ is the growth of E‖z‖² in a step.
 *
 * <ul>
 *   <li>Gradient steps, A = 1: ρ ≤ 1 up to η* = 2/λmax(C†D), C(M) = (HM+MH)/2, D(M) = (1−p)HMH + p
 *       avg H_iMH_i (Mulayoff &amp; Michaeli 2024). C^{-½}DC^{-½} maps positive semi-definite
 *       matrices to such, since 1/√(λ_a+λ_b) is a positive definite kernel; so does the map itself.
 *   <li>Any order: ρ &lt; μ if and only if ρ(F_a)² &lt; μ for all modes and M ↦ κ ∘ pN(M) has a
 *       spectral radius below 1, κ being the {@link NoiseGain} of A/√μ and b/√μ: r×r matrices, not
 *       qr×qr ones. The critical learning rate is where that happens first as b grows, for μ = 1; ρ
 *       is the least such μ.
 * </ul>
 *
 * <p>Preconditioners are not looked at; they belong into the Gram matrix. One thread at a time.
 */
public final class MeanSquareStability implements AutoCloseable {
  /**
   * Where a search below the full-batch edge sets out. Not a neat share, such as a quarter: that
   * can be the very threshold of a problem made by hand, and there nothing can be proved.
   */
  private static final double FIRST_SHARE = 1 / (1 + Math.PI);

  private final ReducedCurvature curvature;
  private final Tolerance tolerance;
  private final ExampleProducts products;
  private final MomentSpace space;

  /**
   * @param curvature the minimum; stays the caller's to close
   * @param tolerance relative: the width of the enclosures, for which 1e-4 to 1e-8 are sensible at
   *     a thousand modes, and down to 1e-10 at a few dozens; products: applications for each of
   *     them, a few dozens; bytes: of the matrices that are kept from one question to the next,
   *     12r² each, of which 20 are few and 80 plenty
   */
  public MeanSquareStability(ReducedCurvature curvature, Tolerance tolerance) {
    this.curvature = curvature;
    this.tolerance = tolerance;
    this.products = new ExampleProducts(curvature);
    this.space = new MomentSpace(products, tolerance.maxBytes());
  }

  /**
   * The learning rate up to which the recurrence is stable, all else unchanged, its input b being
   * proportional to it. For a recurrence of higher order that is the first end of stability as far
   * as the search sees.
   *
   * @param recurrence A, b, c at any rate
   * @param varianceFactor p
   */
  public Bounds criticalLearningRate(Recurrence recurrence, double varianceFactor) {
    check(varianceFactor);
    double edge =
        recurrence.learningRate() * DeterministicEdge.of(recurrence) / curvature.sharpness();
    if (varianceFactor == 0 || edge == 0) {
      return Bounds.exact(Enclosure.exact(edge)); // the largest curvature is always kept
    }
    if (Double.isInfinite(edge)) {
      throw new ArithmeticException(
          "no curvature makes the mean unstable: nothing bounds the rate");
    }
    Spending spending = new Spending(tolerance);
    Enclosure rate =
        new StabilitySearch(
                (candidate, mayPresume) ->
                    answer(
                        scaled(recurrence, candidate / recurrence.learningRate()),
                        varianceFactor,
                        1,
                        spending,
                        mayPresume),
                edge,
                spending)
            .from(FIRST_SHARE * edge);
    if (!curvature.isTruncated()) {
      return Bounds.exact(rate);
    }
    return recurrence.isGradientStep() ? Bounds.atMost(rate) : Bounds.estimate(rate, 0, edge);
  }

  /**
   * ρ: what E‖z‖² grows by in a step. The side of 1 on which it lies is decided beyond the
   * tolerance, because directions with little curvature keep it close to 1 however stable the
   * others are.
   *
   * @param recurrence A, b, c
   * @param varianceFactor p
   */
  public Bounds growthRate(Recurrence recurrence, double varianceFactor) {
    check(varianceFactor);
    double radius = NoiseGain.meanRadius(recurrence, curvature.eigenvalues());
    double mean = radius * radius;
    if (varianceFactor == 0) {
      Enclosure growth = Enclosure.exact(mean);
      return curvature.isTruncated() ? Bounds.atLeast(growth) : Bounds.exact(growth);
    }
    Spending spending = new Spending(tolerance);
    Enclosure growth =
        new StabilitySearch(
                (inverse, mayPresume) ->
                    answer(recurrence, varianceFactor, 1 / inverse, spending, mayPresume),
                1 / Math.max(mean, Double.MIN_NORMAL),
                spending)
            .from(1 / Math.max(1, 2 * mean))
            .reciprocal(1);
    growth = decidedAtOne(growth, recurrence, varianceFactor);
    if (!curvature.isTruncated()) {
      return Bounds.exact(growth);
    }
    return recurrence.order() == 1
        ? Bounds.atLeast(growth)
        : Bounds.estimate(growth, recurrence.order() == 2 ? mean : 0, Double.POSITIVE_INFINITY);
  }

  private Enclosure decidedAtOne(Enclosure growth, Recurrence recurrence, double p) {
    if (growth.lower() >= 1 || growth.upper() <= 1) {
      return growth;
    }
    Spending spending = new Spending(tolerance);
    LyapunovCriterion.Answer answer = answer(recurrence, p, 1, spending, false);
    int applications = growth.applications() + spending.applications();
    if (answer.limit() != null) {
      return new Enclosure(growth.lower(), growth.upper(), applications, growth.status());
    }
    return answer.below()
        ? new Enclosure(growth.lower(), 1, applications, growth.status())
        : new Enclosure(1, growth.upper(), applications, growth.status());
  }

  /** Closed bounds on gradient steps' critical learning rate. */
  public GradientStepRates gradientStepRates(double varianceFactor) {
    check(varianceFactor);
    return GradientStepRates.of(products, varianceFactor);
  }

  /**
   * λmax{(I−ηH)² + η²pΣ} over the kept modes, the left side of (8) of Wu, Ma &amp; E 2018.
   *
   * @param rate η
   * @param varianceFactor p
   */
  public double theoremOneLeftSide(double rate, double varianceFactor) {
    check(varianceFactor);
    return GradientStepRates.theoremOneLeftSide(products, varianceFactor, rate);
  }

  private static void check(double varianceFactor) {
    if (!(varianceFactor >= 0 && varianceFactor <= 1)) {
      throw new IllegalArgumentException("p = " + varianceFactor + ", must lie in [0, 1]");
    }
  }

  private static Recurrence scaled(Recurrence recurrence, double factor) {
    double[] input = recurrence.input().clone();
    for (int i = 0; i < input.length; i++) {
      input[i] *= factor;
    }
    return new Recurrence(
        recurrence.stateMatrix(),
        input,
        recurrence.output(),
        recurrence.preconditioner(),
        recurrence.learningRate() * factor);
  }

  /** Whether ρ is below {@code growth}. */
  private LyapunovCriterion.Answer answer(
      Recurrence recurrence, double p, double growth, Spending spending, boolean mayPresume) {
    double radius = NoiseGain.meanRadius(recurrence, curvature.eigenvalues());
    if (!(radius * radius < growth)) {
      return LyapunovCriterion.Answer.beyond();
    }
    NoiseGain gain = new NoiseGain(recurrence, curvature.eigenvalues(), growth);
    NoiseGain.Scratch scratch = gain.scratch();
    for (int a = 0; a < curvature.modes(); a++) {
      if (!(gain.at(a, a, scratch) > 0)) {
        return LyapunovCriterion.Answer.beyond(); // the mean is at its edge to rounding
      }
    }
    return LyapunovCriterion.of(space, gain, p, spending, mayPresume);
  }

  @Override
  public void close() {
    space.close();
  }
}
