package org.escapement.host.config;

import java.util.List;
import org.escapement.spi.option.Option;

/** Runs that start beside the minimum, to see whether and when each optimizer leaves it. */
public record EscapeSection(
    @Option(
            value = "1.0e-5",
            range = "(0, inf)",
            description = "length of the random displacement from the minimum")
        double perturbation,
    @Option(
            value = "20",
            range = "[1, inf)",
            description = "runs of each optimizer, with different displacements and batches")
        int trials,
    @Option(
            value = "1500",
            range = "[1, inf)",
            description = "iterations after which a run that has not escaped ends")
        int maxIterations,
    @Option(
            value = Option.ABSENT,
            range = "(0, inf)",
            description =
                "distance from the minimum that counts as escaped; left out, it is a tenth of the"
                    + " minimum's norm, but at least 0.1")
        Double distance,
    @Option(description = "the optimizers that try to leave the minimum")
        List<Component> optimizers) {
  public EscapeSection {
    optimizers = List.copyOf(optimizers);
  }
}
