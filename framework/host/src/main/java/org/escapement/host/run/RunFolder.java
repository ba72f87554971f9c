package org.escapement.host.run;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.escapement.host.backend.Backend;
import org.escapement.lab.result.RunDirectory;
import org.escapement.spi.error.EscapementException;

/** Computes what a run directory is to hold, and makes the directory once all of it is there. */
public final class RunFolder {
  private RunFolder() {}

  /**
   * Computes and writes. Where the process is told to end meanwhile, nothing is left.
   *
   * @param target the run directory to make
   * @param computation makes its content
   * @param writer writes the content into the directory
   * @return the content
   * @throws EscapementException BACKEND if matrix products are wrong on this machine, OUTPUT if the
   *     directory cannot be written
   */
  public static <T> T make(
      Path target, Supplier<T> computation, BiConsumer<RunDirectory, T> writer) {
    return make(target, early -> computation.get(), writer);
  }

  /** Files that are written while the computation goes on. */
  @FunctionalInterface
  public interface EarlyFiles {
    /** Does the writing, without an end of the process in between. */
    void write(Consumer<RunDirectory> writer);
  }

  /** The same for a computation that writes files on its way. */
  public static <T> T make(
      Path target, Function<EarlyFiles, T> computation, BiConsumer<RunDirectory, T> writer) {
    String backend = System.getProperty(Backend.STARTED_WITH);
    BackendCheck.requireRightProducts(backend);
    BackendCheck.requireRightPrimitives(backend);
    RunDirectory directory = RunDirectory.create(target);
    try (Interruption interruption = Interruption.watch(directory)) {
      T content = computation.apply(early -> interruption.finish(() -> early.accept(directory)));
      interruption.finish(
          () -> {
            writer.accept(directory, content);
            directory.complete();
          });
      return content;
    }
  }
}
