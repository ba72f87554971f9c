package org.escapement.lab.stability;

import java.util.Optional;
import org.escapement.lab.meansquare.AlmostSureExponent;

/** What becomes of small deviations from a minimum. */
public enum Verdict {
  /** They do not grow: ρ ≤ 1, in mean square under mini-batches. */
  STABLE("stable"),
  /**
   * E‖z‖² grows, yet almost every run returns; rare runs burst. ρ &gt; 1 and the exponent is
   * negative.
   */
  INTERMITTENT("intermittent"),
  /** Almost every run leaves: the exponent is positive. */
  ESCAPES("escapes"),
  /** E‖z‖² grows, ρ &gt; 1; whether almost every run leaves is not decided. */
  UNSTABLE("unstable"),
  /** Nothing could be shown. */
  UNDECIDED("undecided");

  private final String text;

  Verdict(String text) {
    this.text = text;
  }

  /** What an exponent makes of growth in mean square. */
  static Verdict ofGrowth(Optional<AlmostSureExponent> exponent) {
    if (exponent.isPresent() && exponent.get().lower() > 0) {
      return ESCAPES;
    }
    return exponent.isPresent() && exponent.get().upper() < 0 ? INTERMITTENT : UNSTABLE;
  }

  @Override
  public String toString() {
    return text;
  }
}
