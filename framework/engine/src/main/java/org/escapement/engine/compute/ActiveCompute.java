package org.escapement.engine.compute;

import java.util.ServiceLoader;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * What this process computes with. A process has one, as it has one ND4J backend: it is chosen at
 * launch by the system property {@code escapement.compute}, {@code cpu} unless set.
 */
public final class ActiveCompute {
  /** The system property with the provider's name. */
  public static final String PROPERTY = "escapement.compute";

  private ActiveCompute() {}

  /**
   * The process's compute; chosen by the first call. Where that fails, every later call fails for
   * the same reason.
   *
   * @throws EscapementException DEVICE_LIBRARIES if no provider has the name asked for, or as the
   *     provider has it where this machine cannot run it
   */
  public static Compute get() {
    return Holder.CHOICE.get();
  }

  /** The compute of a name, or the reason why there is none, however often it is asked for. */
  static Supplier<Compute> choose(String name) {
    try {
      Compute compute = find(name);
      return () -> compute;
    } catch (RuntimeException reason) {
      return () -> {
        throw reason;
      };
    }
  }

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
    throw new EscapementException(
        ErrorCode.DEVICE_LIBRARIES,
        PROPERTY + " = " + name + ", there is no such backend; found: " + names);
  }

  private static final class Holder {
    static final Supplier<Compute> CHOICE = choose(System.getProperty(PROPERTY, "cpu"));
  }
}
