package org.escapement.host.config;

import java.util.HashSet;
import java.util.List;
import org.escapement.spi.option.Option;

/** Which optimizers' stability at the minimum is computed, and how exactly. */
public record AnalyzeSection(
    @Option(value = "[]", description = "the optimizers whose stability at the minimum is computed")
        List<Component> optimizers,
    @Option(
            value = "1.0e-4",
            range = "(0, 1)",
            description =
                "relative residual at which an eigenvalue counts as converged; where s² itself is"
                    + " below the rounding of H² (16 units in the last place of a²), a residual below that"
                    + " will do")
        double tolerance,
    @Option(
            value = "2000",
            range = "[1, inf)",
            description = "most operator products per eigenvalue, and for the density")
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
            range = "[1, inf)",
            description =
                "batch sizes for which each optimizer's critical learning rate in mean square is"
                    + " tabulated, such as [1, 4, 16]; it takes a model with a Jacobian")
        List<Integer> batchSizes,
    @Option(
            value = "false",
            description = "whether the table is made for batches drawn with replacement too")
        boolean withReplacement,
    @Option(
            value = "256",
            range = "[1, 4000]",
            description =
                "dimensions to which mini-batch noise is reduced where there are more than 2,000"
                    + " examples times outputs; more are sharper and take longer")
        int modes,
    @Option(
            value = "20000",
            range = "[1000, inf)",
            description = "most steps of the run over which an almost-sure exponent is averaged")
        long exponentSteps,
    @Option(
            value = Option.ABSENT,
            range = "(0, inf)",
            description =
                "distance from the minimum that verdicts are about; left out, it is that of the"
                    + " section escape or else a thousandth of the minimum's norm, but at least"
                    + " 0.001")
        Double perturbation,
    @Option(
            value = "[]",
            description =
                "layers, such as layers.0, of whose parameters alone, all others held, the"
                    + " curvature is measured too, each by itself")
        List<String> layers,
    @Option(
            value = "0",
            range = "[0, 1000]",
            description =
                "how many of the Hessian's largest eigenvalues are computed, and with them the"
                    + " density of all; 0 for neither")
        int spectrum) {
  public AnalyzeSection {
    optimizers = List.copyOf(optimizers);
    batchSizes = List.copyOf(batchSizes);
    layers = List.copyOf(layers);
    if (new HashSet<>(batchSizes).size() < batchSizes.size()) {
      throw new IllegalArgumentException(
          "option 'batchSizes' = " + batchSizes + ", must name none twice");
    }
  }
}
