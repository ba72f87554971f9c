package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.option.Option;

/**
 * Options of {@code adamax}; the defaults are those of ND4J, whose epsilon has no part in its
 * steps.
 *
 * @param learningRate η
 * @param beta1 decay of the first moment
 * @param beta2 decay of the infinity norm
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 */
record AdaMaxOptions(
    @Option(value = "1.0e-3", range = "(0, inf)", description = "step size eta")
        double learningRate,
    @Option(value = "0.9", range = "[0, 1)", description = "decay of the mean of gradients")
        double beta1,
    @Option(
            value = "0.999",
            range = "[0, 1)",
            description = "decay of the gradients' infinity norm")
        double beta2,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling)
    implements UpdaterOptions {}
