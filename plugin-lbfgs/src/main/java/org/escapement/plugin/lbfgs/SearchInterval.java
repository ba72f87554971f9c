package org.escapement.plugin.lbfgs;

/**
 * The interval that a line search narrows: the best sample so far, another one, and, once they
 * bracket a minimum, the certainty that it lies between them. Each trial is taken in by the rules
 * of Moré &amp; Thuente (1994), Section 4, in the form of MINPACK-2's {@code dcstep}, which also
 * choose the length to be tried next: minimizers of the cubic and of the quadratic through two
 * samples, kept from coming too close to known ends.
 */
final class SearchInterval {
  /** The largest part of the way from a trial to the other end that an interpolation may go. */
  private static final double FARTHEST = 0.66;

  private Sample best;
  private Sample other;
  private boolean bracketed;

  SearchInterval(Sample start) {
    this.best = start;
    this.other = start;
  }

  /** The sample with the least value that was taken in. */
  Sample best() {
    return best;
  }

  /** Whether a minimum lies between the two samples. */
  boolean isBracketed() {
    return bracketed;
  }

  /** The smaller of the two lengths. */
  double least() {
    return Math.min(best.length(), other.length());
  }

  /** The larger of the two lengths. */
  double most() {
    return Math.max(best.length(), other.length());
  }

  /** The length half-way between the two. */
  double middle() {
    return best.length() + (other.length() - best.length()) / 2;
  }

  /**
   * Takes in a trial.
   *
   * @param trial a finite sample
   * @param tilt what is taken off every slope before samples are compared
   * @param shortest no extrapolation leads below it
   * @param longest nor beyond this
   * @return the length to try next
   */
  double take(Sample trial, double tilt, double shortest, double longest) {
    Sample from = best.tilted(tilt);
    Sample to = trial.tilted(tilt);
    boolean higher = to.value() > from.value();
    boolean turned = to.slope() * Math.signum(from.slope()) < 0;
    double next;
    if (higher) {
      next = betweenValues(from, to);
    } else if (turned) {
      next = betweenSlopes(from, to);
    } else if (Math.abs(to.slope()) < Math.abs(from.slope())) {
      next = alongFallingSlope(from, to, shortest, longest);
    } else if (bracketed) {
      next = cubic(to, other.tilted(tilt));
    } else {
      next = to.length() > from.length() ? longest : shortest;
    }
    bracketed |= higher || turned;
    if (higher) {
      other = trial;
    } else {
      other = turned ? best : other;
      best = trial;
    }
    return next;
  }

  private static double betweenValues(Sample from, Sample to) {
    double cubic = cubic(from, to);
    double width = to.length() - from.length();
    double fall = (from.value() - to.value()) / width + from.slope();
    double quadratic = from.length() + from.slope() / fall / 2 * width;
    return Math.abs(cubic - from.length()) <= Math.abs(quadratic - from.length())
        ? cubic
        : cubic + (quadratic - cubic) / 2;
  }

  private static double betweenSlopes(Sample from, Sample to) {
    return farther(cubic(to, from), secant(from, to), to);
  }

  /** The trial is lower and less steep: the minimum, if there is one, lies beyond it. */
  private double alongFallingSlope(Sample from, Sample to, double shortest, double longest) {
    double root = root(to, from);
    double share = share(to, from, root);
    boolean onwards = to.length() > from.length();
    double cubic = onwards ? longest : shortest;
    if (share < 0 && root != 0) {
      cubic = to.length() + share * (from.length() - to.length());
    }
    double secant = secant(from, to);
    if (!bracketed) {
      return Math.max(shortest, Math.min(longest, farther(cubic, secant, to)));
    }
    double nearer = farther(cubic, secant, to) == cubic ? secant : cubic;
    double limit = to.length() + FARTHEST * (other.length() - to.length());
    return onwards ? Math.min(limit, nearer) : Math.max(limit, nearer);
  }

  private static double farther(double cubic, double secant, Sample to) {
    return Math.abs(cubic - to.length()) > Math.abs(secant - to.length()) ? cubic : secant;
  }

  /** Where the line through the two slopes is zero. */
  private static double secant(Sample from, Sample to) {
    return to.length() + to.slope() / (to.slope() - from.slope()) * (from.length() - to.length());
  }

  /** The minimizer of the cubic through two samples. */
  private static double cubic(Sample from, Sample to) {
    return from.length() + share(from, to, root(from, to)) * (to.length() - from.length());
  }

  /** Its place as a share of the way. */
  private static double share(Sample from, Sample to, double root) {
    double above = root - from.slope() + theta(from, to);
    double below = root - from.slope() + root + to.slope();
    return above / below;
  }

  /** The root in its formula, scaled against overflow; zero where the cubic has no minimizer. */
  private static double root(Sample from, Sample to) {
    double theta = theta(from, to);
    double scale =
        Math.max(Math.abs(theta), Math.max(Math.abs(from.slope()), Math.abs(to.slope())));
    double square = theta / scale * (theta / scale) - from.slope() / scale * (to.slope() / scale);
    double root = scale * Math.sqrt(Math.max(0, square));
    return to.length() < from.length() ? -root : root;
  }

  private static double theta(Sample from, Sample to) {
    return 3 * (from.value() - to.value()) / (to.length() - from.length())
        + from.slope()
        + to.slope();
  }
}
