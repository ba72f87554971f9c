package org.escapement.engine.compute;

/** Tensors that are kept for reuse only, and can be made again: they give way to what is needed. */
public interface KeptMemory {
  /**
   * Closes them, unless they are in use just now; from any thread.
   *
   * @return whether there was anything to close
   */
  boolean giveWay();
}
