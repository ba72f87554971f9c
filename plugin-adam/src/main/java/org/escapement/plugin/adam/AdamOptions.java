package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.option.Option;

/**
 * Options of {@code adam}, {@code amsgrad} and {@code nadam}; the defaults are those of ND4J.
 *
 * @param learningRate η
 * @param beta1 decay of the first moment
 * @param beta2 decay of the second moment
 * @param epsilon added outside the root
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 */
record AdamOptions(
    @Option(value = "1.0e-3", range = "(0, inf)", description = "step size eta")
        double learningRate,
    @Option(value = "0.9", range = "[0, 1)", description = "decay of the mean of gradients")
        double beta1,
    @Option(
            value = "0.999",
            range = "[0, 1)",
            description = "decay of the mean of squared gradients")
        double beta2,
    @Option(
            value = "1.0e-8",
            range = "(0, inf)",
            description = "added to the root of the mean of squared gradients")
        double epsilon,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling)
    implements UpdaterOptions {}
