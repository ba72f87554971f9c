package org.escapement.plugin.lbfgs;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.option.Option;

/**
 * Options of {@code lbfgs}.
 *
 * @param learningRate η
 * @param memory m
 * @param lineSearch how the length of a step is found
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 */
record LbfgsOptions(
    @Option(
            value = "1.0",
            range = "(0, inf)",
            description = "step size eta; with a line search, the one that is tried first")
        double learningRate,
    @Option(value = "10", range = "[1, 1000]", description = "curvature pairs kept") int memory,
    @Option(value = "none", description = "how the length of a step is found")
        LineSearch lineSearch,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling) {}
