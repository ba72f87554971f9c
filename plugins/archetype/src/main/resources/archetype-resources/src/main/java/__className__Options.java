package ${package};

import org.escapement.spi.option.Option;

/**
 * Options of {@code ${optimizerName}}.
 *
 * @param learningRate η
 * @param momentum β
 * @param batchSize B, or null for the full batch
 */
record ${className}Options(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
    @Option(
            value = "0.9",
            range = "[0, 1)",
            description = "share beta of the velocity that the next step keeps")
        double momentum,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize) {}
