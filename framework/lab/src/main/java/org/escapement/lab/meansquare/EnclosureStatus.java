package org.escapement.lab.meansquare;

/** Why an enclosure is no narrower. */
public enum EnclosureStatus {
  /** Its width meets the tolerance. */
  CONVERGED("converged"),
  /** The budget of operator applications was spent first. */
  PRODUCT_BUDGET("product budget spent"),
  /** The time was over first. */
  TIME_BUDGET("time budget spent"),
  /** The memory for basis matrices was full first. */
  MEMORY_BUDGET("memory budget spent"),
  /** Rounding forbids a proof at that width. */
  ROUNDING_LIMIT("rounding limit");

  private final String text;

  EnclosureStatus(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
