package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.option.Option;

/**
 * Options of {@code sgd}.
 *
 * @param learningRate η
 * @param batchSize B
 * @param sampling the law of a batch
 * @param schedule how η changes
 */
record StochasticGradientDescentOptions(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
    @Option(value = "1", range = "[1, inf)", description = "examples in a batch") int batchSize,
    @Option(value = "without-replacement", description = "how the examples of a batch are drawn")
        BatchLaw sampling,
    @Option(
            value = "{}",
            description = "how the learning rate changes, constant unless said otherwise")
        Schedule schedule) {
  LearningRate rate() {
    return new LearningRate(learningRate, schedule);
  }

  Sampling batches() {
    return sampling.withBatchSize(batchSize);
  }
}
