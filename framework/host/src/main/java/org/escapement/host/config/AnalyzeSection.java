package org.escapement.host.config;

import java.util.List;
import org.escapement.spi.option.Option;

/** Which optimizers' stability at the minimum is computed, and how exactly. */
public record AnalyzeSection(
    @Option(value = "[]", description = "the optimizers whose stability at the minimum is computed")
        List<Component> optimizers,
    @Option(
            value = "1.0e-4",
            range = "(0, 1)",
            description = "relative residual at which an eigenvalue counts as converged")
        double tolerance,
    @Option(
            value = "2000",
            range = "[1, inf)",
            description = "most operator products per eigenvalue")
        int maxProducts,
    @Option(
            value = "20",
            range = "[0, inf)",
            description =
                "steps that fill an optimizer's state (moments, curvature pairs) before it is"
                    + " linearized; a method without state needs none")
        int warmup,
    @Option(
            value = "[]",
            description =
                "layers, such as layers.0, of whose parameters alone, all others held, the"
                    + " curvature is measured too, each by itself")
        List<String> layers) {
  public AnalyzeSection {
    optimizers = List.copyOf(optimizers);
    layers = List.copyOf(layers);
  }
}
