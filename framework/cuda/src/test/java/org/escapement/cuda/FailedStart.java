package org.escapement.cuda;

import org.escapement.engine.compute.ActiveCompute;
import org.escapement.spi.error.EscapementException;

/** Asks twice for a card that cannot be had, and prints the reasons; for a process of its own. */
public final class FailedStart {
  private FailedStart() {}

  /** Anything but a failure with a code ends in a stack trace. */
  public static void main(String[] arguments) {
    System.setProperty(ActiveCompute.PROPERTY, "cuda");
    for (int call = 0; call < 2; call++) {
      try {
        System.out.println("card: " + ActiveCompute.get().name());
      } catch (EscapementException e) {
        System.out.println(e.line());
      }
    }
  }
}
