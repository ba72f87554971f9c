package org.escapement.cuda;

import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.ComputeCheck;

/** What every run on a card begins with; for a process of its own. */
public final class StartUpCheck {
  private StartUpCheck() {}

  /** Prints the primitives that gave wrong results. */
  public static void main(String[] arguments) {
    System.setProperty(ActiveCompute.PROPERTY, "cuda");
    System.out.println("wrong: " + ComputeCheck.wrong(ActiveCompute.get()));
  }
}
