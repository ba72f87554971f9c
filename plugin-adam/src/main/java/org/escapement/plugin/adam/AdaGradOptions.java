package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.option.Option;

/**
 * Options of {@code adagrad}; the defaults are those of ND4J.
 *
 * @param learningRate η
 * @param epsilon added outside the root
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 */
record AdaGradOptions(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
    @Option(
            value = "1.0e-6",
            range = "(0, inf)",
            description = "added to the root of the sum of squared gradients")
        double epsilon,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling)
    implements UpdaterOptions {}
