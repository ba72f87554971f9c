package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.option.Option;

/**
 * Options of {@code rmsprop}; the defaults are those of ND4J.
 *
 * @param learningRate η
 * @param decay β
 * @param epsilon added outside the root; also what the mean of squared gradients starts from
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 */
record RmsPropOptions(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
    @Option(
            value = "0.95",
            range = "[0, 1)",
            description = "decay of the mean of squared gradients")
        double decay,
    @Option(
            value = "1.0e-8",
            range = "(0, inf)",
            description = "added to the root of the squared gradients' mean, which starts from it")
        double epsilon,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling)
    implements UpdaterOptions {}
