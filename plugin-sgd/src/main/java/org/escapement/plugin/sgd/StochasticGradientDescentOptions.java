package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.option.Option;

/**
 * Options of {@code sgd}.
 *
 * @param learningRate η
 * @param batchSize B
 * @param replacement the law of a batch
 */
record StochasticGradientDescentOptions(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
    @Option(value = "1", range = "[1, inf)", description = "examples in a batch") int batchSize,
    @Option(value = "false", description = "whether a batch may hold an example more than once")
        boolean replacement) {

  Sampling sampling() {
    return replacement
        ? Sampling.withReplacement(batchSize)
        : Sampling.withoutReplacement(batchSize);
  }
}
