package org.escapement.cuda;

import org.escapement.engine.compute.ActiveCompute;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeContract;
import org.escapement.engine.compute.ComputeContract.Rule;

/** The contract on whatever CUDA's libraries offer as a card; for a process of its own. */
public final class WrappedContract {
  private WrappedContract() {}

  /** Ends with code 1 if a rule is broken, and says which. */
  public static void main(String[] arguments) {
    System.setProperty(ActiveCompute.PROPERTY, "cuda");
    Compute compute = ActiveCompute.get();
    System.out.println("card: " + compute.name());
    int kept = 0;
    int broken = 0;
    for (Rule rule : ComputeContract.rules()) {
      try {
        rule.verify(compute);
        kept++;
      } catch (AssertionError failure) {
        System.out.println("broken: " + failure.getMessage());
        broken++;
      }
    }
    System.out.println("rules kept: " + kept + ", broken: " + broken);
    System.exit(broken == 0 ? 0 : 1);
  }
}
