package org.escapement.lab.meansquare;

import java.util.function.DoubleFunction;

/**
 * Encloses the end of an interval (0, x*) of stable settings by tests that each prove one side,
 * with secant steps on the tests' margin, which passes through zero at the end.
 */
final class StabilitySearch {
  /** Share of the wanted width by which a step aims beside the root, to prove its other side. */
  private static final double BESIDE = 0.3;

  /** Divisions of the setting that find a stable one, if there is one. */
  private static final int DESCENTS = 200;

  /** Secant steps in a row that have to halve the width. */
  private static final int PATIENCE = 3;

  private final DoubleFunction<LyapunovTest.Answer> test;
  private final double ceiling;
  private final double relative;
  private final Spending spending;

  private double stable;
  private double unstable;
  private EnclosureStatus stopped;
  private double widthBefore;
  private int secants;
  private final double[] settings = new double[2]; // the latest two that were tested
  private final double[] margins = {Double.NaN, Double.NaN};

  /**
   * @param test of a setting
   * @param ceiling known to bound the interval; finite
   * @param spending what the tests spend; its tolerance's relative part is the width wanted
   */
  StabilitySearch(DoubleFunction<LyapunovTest.Answer> test, double ceiling, Spending spending) {
    this.test = test;
    this.ceiling = ceiling;
    this.unstable = ceiling;
    this.relative = spending.tolerance().relative();
    this.spending = spending;
  }

  Enclosure run() {
    // where the noise does not matter, the ceiling is the end itself
    visit(ceiling * (1 - relative / 2));
    for (int i = 0; i < DESCENTS && stopped == null && stable == 0; i++) {
      visit(unstable / 2);
    }
    while (stopped == null && unstable - stable > relative * unstable) {
      visit(next());
    }
    return new Enclosure(
        stable,
        unstable,
        spending.applications(),
        stopped == null ? EnclosureStatus.CONVERGED : stopped);
  }

  private void visit(double setting) {
    LyapunovTest.Answer answer = test.apply(setting);
    if (answer.limit() != null) {
      stopped = answer.limit();
      return;
    }
    settings[0] = settings[1];
    margins[0] = margins[1];
    settings[1] = setting;
    margins[1] = answer.margin();
    if (answer.below()) {
      stable = setting;
    } else {
      unstable = setting;
    }
  }

  private double next() {
    double middle = stable + (unstable - stable) / 2;
    if (secants == PATIENCE) {
      boolean slow = unstable - stable > widthBefore / 2;
      secants = 0;
      if (slow) {
        return middle;
      }
    }
    if (secants++ == 0) {
      widthBefore = unstable - stable;
    }
    double root =
        settings[1] - margins[1] * (settings[1] - settings[0]) / (margins[1] - margins[0]);
    if (!(root > stable && root < unstable)) {
      return middle;
    }
    double beside = BESIDE * relative * root;
    double aim = root - stable < unstable - root ? root + beside : root - beside;
    return aim > stable && aim < unstable ? aim : middle;
  }
}
