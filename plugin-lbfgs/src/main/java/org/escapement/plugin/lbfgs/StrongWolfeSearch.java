package org.escapement.plugin.lbfgs;

import java.util.Optional;

/**
 * The line search of Moré &amp; Thuente (1994), in the form of MINPACK-2's {@code dcsrch} and with
 * the tolerances of L-BFGS-B (Zhu, Byrd, Lu &amp; Nocedal 1997). It looks for a length α with
 *
 * <pre>φ(α) ≤ φ(0) + 10⁻³ α φ'(0)   and   |φ'(α)| ≤ 0.9 |φ'(0)|,</pre>
 *
 * the strong Wolfe conditions. In two things it differs:
 *
 * <ul>
 *   <li>Near a minimum whose loss is not zero the decrease is lost in the rounding of φ. Where φ(α)
 *       and φ(0) differ by no more than that, the slope alone decides, as in the approximate Wolfe
 *       conditions of Hager &amp; Zhang (2005).
 *   <li>A sample that is not finite halves the step and ends extrapolation there.
 * </ul>
 *
 * <p>A search that cannot meet the second condition ends with the best sample that meets the first.
 */
final class StrongWolfeSearch {
  static final double DECREASE = 1e-3;
  static final double CURVATURE = 0.9;

  /** An interval narrower than this share of its longer end is not narrowed further. */
  private static final double NARROW = 0.1;

  /** An interval that shrinks by less in two trials is halved. */
  private static final double SHRINKING = 0.66;

  private static final int MAX_SAMPLES = 20;
  private static final double LONGEST = 1e10;
  private static final double LEAST_GROWTH = 1.1;
  private static final double MOST_GROWTH = 4;

  private final Line line;
  private final Sample start;
  private final double rounding;
  private final SearchInterval interval;

  private double longest = LONGEST;

  /**
   * Until a sample has a decrease and an upward slope, what is minimized is φ less the decrease.
   */
  private boolean first = true;

  /**
   * @param line φ; its last sample is the result's
   * @param start φ at 0
   * @param rounding the relative error of values of φ
   */
  StrongWolfeSearch(Line line, Sample start, double rounding) {
    this.line = line;
    this.start = start;
    this.rounding = rounding * Math.abs(start.value());
    this.interval = new SearchInterval(start);
  }

  /**
   * Searches.
   *
   * @param length the first to try, positive
   * @return a sample with a sufficient decrease; empty if none was found
   */
  Optional<Sample> from(double length) {
    if (!(start.isFinite() && start.slope() < 0)) {
      return Optional.empty();
    }
    double next = Math.min(length, LONGEST);
    double shortest = 0;
    double farthest = next + MOST_GROWTH * next;
    double width = LONGEST;
    double widthBefore = 2 * LONGEST;
    for (int samples = 0; samples < MAX_SAMPLES; samples++) {
      Sample trial = line.at(next);
      if (!trial.isFinite()) {
        next = interval.best().length() + (next - interval.best().length()) / 2;
        longest = next;
        continue;
      }
      if (isStrongWolfe(trial) || next == longest && stillFalls(trial)) {
        return Optional.of(trial);
      }
      next = interval.take(trial, tilt(trial), shortest, farthest);
      if (interval.isBracketed()) {
        shortest = interval.least();
        farthest = interval.most();
        if (farthest - shortest >= SHRINKING * widthBefore) {
          next = interval.middle();
        }
        widthBefore = width;
        width = farthest - shortest;
        if (!(next > shortest && next < farthest) || width <= NARROW * farthest) {
          return best();
        }
      } else {
        double step = next - interval.best().length();
        shortest = next + LEAST_GROWTH * step;
        farthest = next + MOST_GROWTH * step;
      }
      next = Math.min(next, longest);
    }
    return best();
  }

  private double tilt(Sample trial) {
    boolean decreases = decreases(trial);
    first &= !(decreases && trial.slope() >= 0);
    boolean lower = trial.value() <= interval.best().value();
    return first && lower && !decreases ? DECREASE * start.slope() : 0;
  }

  private boolean isStrongWolfe(Sample trial) {
    boolean level = Math.abs(trial.slope()) <= -CURVATURE * start.slope();
    boolean lost = Math.abs(trial.value() - start.value()) <= rounding;
    return level && (lost || decreases(trial));
  }

  /** A longer step would do, but there is none. */
  private boolean stillFalls(Sample trial) {
    return decreases(trial) && trial.slope() <= DECREASE * start.slope();
  }

  private boolean decreases(Sample trial) {
    return trial.value() <= start.value() + DECREASE * trial.length() * start.slope();
  }

  private Optional<Sample> best() {
    Sample best = interval.best();
    return best.value() < start.value() && decreases(best)
        ? Optional.of(line.at(best.length()))
        : Optional.empty();
  }
}
