package org.escapement.plugin.sgd;

import org.escapement.spi.optimizer.LearningRate;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.option.Option;

/**
 * Options of {@code gd}.
 *
 * @param learningRate η
 * @param schedule how η changes
 */
record GradientDescentOptions(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta") double learningRate,
    @Option(
            value = "{}",
            description = "how the learning rate changes, constant unless said otherwise")
        Schedule schedule) {
  LearningRate rate() {
    return new LearningRate(learningRate, schedule);
  }
}
