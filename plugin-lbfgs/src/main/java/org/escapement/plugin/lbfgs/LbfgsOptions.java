package org.escapement.plugin.lbfgs;

import org.escapement.spi.option.Option;

/**
 * Options of {@code lbfgs}.
 *
 * @param learningRate η
 * @param memory m
 */
record LbfgsOptions(
    @Option(
            value = "1.0",
            range = "(0, inf)",
            description = "fixed step size eta, without a line search")
        double learningRate,
    @Option(value = "10", range = "[1, 1000]", description = "curvature pairs kept") int memory) {}
