package org.escapement.plugin.sgd;

import org.escapement.spi.option.Option;

/**
 * Options of {@code gd}.
 *
 * @param learningRate η
 */
record GradientDescentOptions(
    @Option(value = "0.1", range = "(0, inf)", description = "step size eta")
        double learningRate) {}
