package org.escapement.lab.meansquare;

/** What becomes of small deviations from a minimum under mini-batches. */
public enum Fate {
  /** E‖z‖² does not grow: ρ ≤ 1. */
  STABLE("stable"),
  /** E‖z‖² grows, yet almost every run returns: rare runs burst. ρ &gt; 1 and λ &lt; 0. */
  INTERMITTENT("intermittent"),
  /** Almost every run leaves: λ &gt; 0. */
  ESCAPES("escapes"),
  /** The bounds on ρ and λ leave it open. */
  UNDECIDED("undecided");

  private final String text;

  Fate(String text) {
    this.text = text;
  }

  /**
   * What the bounds on ρ, and on λ if it was measured, decide.
   *
   * @param growthRate ρ
   * @param exponent λ, or null; where modes were left out it is theirs only, and decides nothing
   */
  public static Fate of(Bounds growthRate, AlmostSureExponent exponent) {
    boolean whole = growthRate.meaning() == Meaning.EXACT;
    if (growthRate.upper() <= 1) {
      return STABLE;
    }
    if (exponent == null || !whole) {
      return UNDECIDED;
    }
    if (exponent.lower() > 0) {
      return ESCAPES;
    }
    return growthRate.lower() > 1 && exponent.upper() < 0 ? INTERMITTENT : UNDECIDED;
  }

  @Override
  public String toString() {
    return text;
  }
}
