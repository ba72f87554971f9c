package org.escapement.engine.compute;

/** Finds a {@link Compute} by name; a service in {@code META-INF/services}. */
public interface ComputeProvider {
  /** The name that chooses it: {@code cpu}, {@code cuda}. */
  String name();

  /**
   * The compute, made by the first call; the same ever after.
   *
   * @throws org.escapement.spi.error.EscapementException where this machine cannot run it, with
   *     what is missing
   */
  Compute compute();
}
