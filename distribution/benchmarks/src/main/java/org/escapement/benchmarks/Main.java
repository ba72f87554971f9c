package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * One part of a run, each in a process of its own: {@code PART FOLDER DATA [ARGUMENTS]}, with an
 * empty DATA where there are no data sets. The script {@code run} calls them in turn.
 */
public final class Main {
  private Main() {}

  public static void main(String[] args) throws IOException {
    Optional<Path> data = args[2].isEmpty() ? Optional.empty() : Optional.of(Path.of(args[2]));
    RunFolder run = new RunFolder(Path.of(args[1]), data);
    switch (args[0]) {
      case "prepare" -> Preparation.run(run);
      case "products" -> ProductRound.run(run, args[3]);
      case "spectrum" -> Spectrum.run(run);
      case "memory" -> Memory.run(run, Integer.parseInt(args[3]));
      case "scaling" -> Scaling.run(run);
      case "report" -> Report.run(run, Path.of(args[3]), new Provenance(args[4], args[5], args[6]));
      default -> throw new IllegalArgumentException("no part " + args[0]);
    }
  }
}
