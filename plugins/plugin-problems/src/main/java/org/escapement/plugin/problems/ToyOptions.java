package org.escapement.plugin.problems;

import org.escapement.spi.option.Option;

/**
 * Options of {@code toy}.
 *
 * @param flat the smaller weight of the two valleys at x = 1
 * @param steep the larger one
 */
record ToyOptions(
    @Option(
            value = "0.1",
            range = "(0, inf)",
            description = "weight w of the first function's valley at 1, min{x^2, w (x-1)^2}")
        double flat,
    @Option(
            value = "1.9",
            range = "(0, inf)",
            description = "weight w of the second function's valley at 1, min{x^2, w (x-1)^2}")
        double steep) {}
