package org.escapement.lab.meansquare;

/**
 * Encloses the end x* of an interval (0, x*) of stable settings, stability being that a moment
 * operator K_x has a spectral radius below 1. Estimates of the radius ρ(x) guide it: 1/ρ is nearly
 * linear in 1/x and zero at the ceiling, where the mean alone becomes unstable. What it returns is
 * proved by {@link LyapunovCriterion}.
 */
final class StabilitySearch {
  /** Share of the wanted width by which a step aims beside the root, to prove its other side. */
  private static final double BESIDE = 0.3;

  /** Steps in a row that have to halve the width. */
  private static final int PATIENCE = 3;

  /** The longest jump where no stable setting is known. */
  private static final double JUMP = 1e-3;

  /** Below this share of the ceiling no stable setting can be told from none. */
  private static final double NOTHING = 1e-12;

  private final Test test;
  private final double ceiling;
  private final double relative;
  private final Spending spending;

  private double stable;
  private double high; // presumed unstable
  private double unstable; // proved
  private EnclosureStatus stopped;

  // the latest two settings, inverted, with 1/ρ there
  private double before;
  private double valueBefore;
  private double latest;
  private double valueLatest;

  private double widthBefore;
  private int steps;

  /** The test of one setting. */
  interface Test {
    /**
     * Decides.
     *
     * @param setting x
     * @param mayPresume whether instability far from the border may be left unproved
     */
    LyapunovCriterion.Answer of(double setting, boolean mayPresume);
  }

  /**
   * @param test of a setting
   * @param ceiling known to bound the interval; finite
   * @param spending what the tests spend; its tolerance's relative part is the width wanted
   */
  StabilitySearch(Test test, double ceiling, Spending spending) {
    this.test = test;
    this.ceiling = ceiling;
    this.high = ceiling;
    this.unstable = ceiling;
    this.latest = 1 / ceiling;
    this.relative = spending.tolerance().relative();
    this.spending = spending;
  }

  /** Searches, a guess below the ceiling being tested first. */
  Enclosure from(double guess) {
    visit(guess, true);
    while (stopped == null && unstable - stable > relative * unstable) {
      if (high < NOTHING * ceiling) {
        stopped = EnclosureStatus.ROUNDING_LIMIT;
        break;
      }
      if (high - stable <= relative * high) {
        visit(high, false);
      } else {
        visit(next(), true);
      }
    }
    return new Enclosure(
        stable,
        unstable,
        spending.applications(),
        stopped == null ? EnclosureStatus.CONVERGED : stopped);
  }

  private void visit(double setting, boolean mayPresume) {
    LyapunovCriterion.Answer answer = test.of(setting, mayPresume);
    if (answer.limit() != null) {
      stopped = answer.limit();
      return;
    }
    before = latest;
    valueBefore = valueLatest;
    latest = 1 / setting;
    valueLatest = 1 / answer.radius();
    if (answer.below()) {
      stable = setting;
    } else {
      high = Math.min(high, setting);
      unstable = answer.proved() ? Math.min(unstable, setting) : unstable;
    }
  }

  private double next() {
    double lowest = stable == 0 ? JUMP * high : stable;
    double middle = lowest + (high - lowest) / 2;
    if (steps == PATIENCE) {
      boolean slow = high - stable > widthBefore / 2;
      steps = 0;
      if (slow) {
        return middle;
      }
    }
    if (steps++ == 0) {
      widthBefore = high - stable;
    }
    double slope = (valueLatest - valueBefore) / (latest - before);
    double root = 1 / (latest + (1 - valueLatest) / slope);
    double margin = BESIDE * relative * root;
    if (root >= high - margin && high == ceiling) {
      root = high - margin;
    }
    if (!(root >= lowest && root <= high)) {
      return middle;
    }
    double aim = root - stable < margin ? root + margin : root - margin;
    return aim > lowest && aim < high ? aim : middle;
  }
}
