package org.escapement.engine.compute;

import java.util.ServiceLoader;
import java.util.stream.Collectors;

/**
 * What this process computes with. A process has one, as it has one ND4J backend: it is chosen at
 * launch by the system property {@code escapement.compute}, {@code cpu} unless set.
 */
public final class ActiveCompute {
  /** The system property with the provider's name. */
  public static final String PROPERTY = "escapement.compute";

  private ActiveCompute() {}

  /**
   * The process's compute; chosen by the first call.
   *
   * @throws IllegalStateException if no provider has the name asked for
   * @throws org.escapement.spi.error.EscapementException where this machine cannot run it
   */
  public static Compute get() {
    try {
      return Holder.COMPUTE;
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof RuntimeException reason) {
        throw reason;
      }
      throw e;
    }
  }

  private static final class Holder {
    static final Compute COMPUTE = find(System.getProperty(PROPERTY, "cpu"));

    private static Compute find(String name) {
      // plugins see the engine, not what lies beside it
      ServiceLoader<ComputeProvider> providers =
          ServiceLoader.load(ComputeProvider.class, ComputeProvider.class.getClassLoader());
      for (ComputeProvider provider : providers) {
        if (provider.name().equals(name)) {
          return provider.compute();
        }
      }
      String names =
          providers.stream()
              .map(provider -> provider.get().name())
              .sorted()
              .collect(Collectors.joining(", "));
      throw new IllegalStateException(
          PROPERTY + " = " + name + ", there is no such backend; found: " + names);
    }
  }
}
