package org.escapement.lab.meansquare;

import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;

/**
 * The minima of one dimension that a recurrence stays at in mean square, by the mean a and the
 * standard deviation s of their examples' curvatures: their sharpness and their non-uniformity.
 * Stable is what has 0 &lt; a &lt; {@link #edge} and pκ(a)s² ≤ 1, κ(a) = cᵀXc being the second
 * moment that a unit of noise leaves behind, X = FXFᵀ + bbᵀ with F = A − abcᵀ; so that the region
 * lies below the curve s(a) = 1/√(pκ(a)).
 *
 * <p>For gradient steps that is the half-ellipse (1 − ηa)² + η²ps² ≤ 1. Its bounding box is a ≤
 * 2/η, s ≤ 1/(η√p), the conditions (9) of Wu, Ma &amp; E 2018; the box ({@link #edge}, {@link
 * #largestNonUniformity}) is what takes their place for any other recurrence. In more than one
 * dimension neither the region nor its box decides.
 */
public final class ScalarRegion {
  /** The curve is followed to this share of the edge from both ends, near which it is a root. */
  private static final double NEAREST_SHARE = 1e-8;

  /** Among so many points no maximum is overlooked. */
  private static final int SEARCHED = 1000;

  private static final double GOLDEN = (Math.sqrt(5) - 1) / 2;

  /** The width of a golden section, relative, at which a maximum no longer changes by rounding. */
  private static final double NARROW = 1e-9;

  private final Recurrence recurrence;
  private final double p;
  private final double edge;
  private final double largest;

  /**
   * Points of the curve that bounds a region from above.
   *
   * @param sharpness a, ascending
   * @param nonUniformity s(a), one for each; infinite without noise
   */
  public record Boundary(double[] sharpness, double[] nonUniformity) {}

  private ScalarRegion(Recurrence recurrence, double p) {
    this.recurrence = recurrence;
    this.p = p;
    this.edge = DeterministicEdge.of(recurrence);
    this.largest = edge == 0 ? 0 : maximum();
  }

  /**
   * The region of a recurrence.
   *
   * @param recurrence A, b, c; its preconditioner is not looked at
   * @param varianceFactor p, in [0, 1]; without noise, 0, the non-uniformity is not bounded
   */
  public static ScalarRegion of(Recurrence recurrence, double varianceFactor) {
    if (!(varianceFactor >= 0 && varianceFactor <= 1)) {
      throw new IllegalArgumentException("p = " + varianceFactor + ", must lie in [0, 1]");
    }
    return new ScalarRegion(recurrence, varianceFactor);
  }

  /** The sharpness at which the mean becomes unstable; 0 or infinite if none or any is stable. */
  public double edge() {
    return edge;
  }

  /** The largest s(a); infinite without noise, 0 if the region is empty. */
  public double largestNonUniformity() {
    return largest;
  }

  /** s(a), up to which a minimum of that sharpness is stable; 0 where none is. */
  public double nonUniformityAt(double sharpness) {
    if (!(sharpness > 0 && sharpness < edge)
        || !(DeterministicEdge.spectralRadius(recurrence, sharpness) < 1)) {
      return 0;
    }
    NoiseGain gain = new NoiseGain(recurrence, new double[] {sharpness}, 1);
    double kappa = gain.at(0, 0, gain.scratch());
    return kappa >= 0 ? 1 / Math.sqrt(p * kappa) : 0; // otherwise at the edge to rounding
  }

  /** Whether a minimum of that sharpness and non-uniformity is stable. */
  public boolean contains(double sharpness, double nonUniformity) {
    double bound = nonUniformityAt(sharpness);
    return bound > 0 && nonUniformity <= bound;
  }

  /**
   * The curve from a = 0 to the edge, or far beyond 1/η if there is none, dense at both ends, so
   * that it is smooth on linear and on logarithmic axes.
   *
   * @param points how many, at least 3
   */
  public Boundary boundary(int points) {
    if (points < 3) {
      throw new IllegalArgumentException(points + " points, must be at least 3");
    }
    double[] sharpness = new double[points];
    double[] nonUniformity = new double[points];
    for (int i = 1; i < points - 1; i++) {
      sharpness[i] = sharpnessAt(points == 3 ? 0.5 : (i - 1.0) / (points - 3));
      nonUniformity[i] = nonUniformityAt(sharpness[i]);
    }
    if (Double.isInfinite(edge)) {
      sharpness[points - 1] = sharpness[points - 2] / NEAREST_SHARE;
      nonUniformity[points - 1] = nonUniformityAt(sharpness[points - 1]);
    } else {
      sharpness[points - 1] = edge;
    }
    return new Boundary(sharpness, nonUniformity);
  }

  /** From near 0 at a place 0 to near the edge at a place 1, by a logistic curve. */
  private double sharpnessAt(double place) {
    double odds = Math.pow(NEAREST_SHARE, 1 - 2 * place);
    return Double.isInfinite(edge) ? odds / recurrence.learningRate() : edge * odds / (1 + odds);
  }

  private double maximum() {
    double[] curve = new double[SEARCHED + 1];
    for (int i = 0; i <= SEARCHED; i++) {
      curve[i] = nonUniformityAt(sharpnessAt((double) i / SEARCHED));
    }
    double best = Math.max(curve[0], curve[SEARCHED]);
    for (int i = 1; i < SEARCHED; i++) {
      if (curve[i] >= curve[i - 1] && curve[i] >= curve[i + 1]) {
        best = Math.max(best, maximumBetween((i - 1.0) / SEARCHED, (i + 1.0) / SEARCHED));
      }
    }
    return best;
  }

  /** By golden sections. */
  private double maximumBetween(double from, double to) {
    double left = to - GOLDEN * (to - from);
    double right = from + GOLDEN * (to - from);
    double atLeft = nonUniformityAt(sharpnessAt(left));
    double atRight = nonUniformityAt(sharpnessAt(right));
    while (to - from > NARROW) {
      if (atLeft < atRight) {
        from = left;
        left = right;
        atLeft = atRight;
        right = from + GOLDEN * (to - from);
        atRight = nonUniformityAt(sharpnessAt(right));
      } else {
        to = right;
        right = left;
        atRight = atLeft;
        left = to - GOLDEN * (to - from);
        atLeft = nonUniformityAt(sharpnessAt(left));
      }
    }
    return Math.max(atLeft, atRight);
  }
}
