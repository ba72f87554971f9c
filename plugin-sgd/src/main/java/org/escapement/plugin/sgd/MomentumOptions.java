package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.option.Option;

/**
 * Options of {@code momentum} and {@code nesterov}.
 *
 * @param learningRate η
 * @param momentum β
 * @param batchSize B, or null for the full batch
 * @param sampling the law of a batch, without meaning for the full batch
 * @param schedule how η changes
 */
record MomentumOptions(
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
        Integer batchSize,
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
