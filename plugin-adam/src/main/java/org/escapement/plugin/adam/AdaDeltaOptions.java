package org.escapement.plugin.adam;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.option.Option;

/**
 * Options of {@code adadelta}, which has no learning rate; the defaults are those of ND4J.
 *
 * @param rho ρ
 * @param epsilon added inside both roots
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 */
record AdaDeltaOptions(
    @Option(
            value = "0.95",
            range = "[0, 1)",
            description = "decay rho of the means of squared gradients and squared updates")
        double rho,
    @Option(
            value = "1.0e-6",
            range = "(0, inf)",
            description = "added to both means under their roots")
        double epsilon,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "examples in a batch; left out: all")
        Integer batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling)
    implements UpdaterOptions {}
