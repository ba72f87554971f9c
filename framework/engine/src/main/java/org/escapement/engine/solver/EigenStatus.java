package org.escapement.engine.solver;

/** Why an eigenvalue solver stopped. */
public enum EigenStatus {
  /** The residual of the returned pair, computed afresh, meets the tolerance. */
  CONVERGED("converged"),
  /** The budget of operator products was spent first; the value is a lower bound only. */
  PRODUCT_BUDGET("product budget spent"),
  /** The time was over first; the value is a lower bound only. */
  TIME_BUDGET("time budget spent"),
  /** Rounding in the operator keeps the residual above the tolerance. */
  ROUNDING_LIMIT("rounding limit"),
  /** The operator returned NaN or an infinity. */
  NON_FINITE("not finite");

  private final String text;

  EigenStatus(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
