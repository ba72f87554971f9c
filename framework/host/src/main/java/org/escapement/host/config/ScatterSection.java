package org.escapement.host.config;

import org.escapement.spi.option.Option;

/** One figure of a sweep: a point for each job. */
public record ScatterSection(
    @Option(description = "the quantity to the right: a swept key, or a number in results.json")
        String x,
    @Option(description = "the quantity upwards, likewise") String y,
    @Option(
            value = Option.ABSENT,
            description = "the quantity that colours the points, likewise; left out, all are alike")
        String colour,
    @Option(value = "false", description = "whether the axis to the right is logarithmic")
        boolean logX,
    @Option(value = "false", description = "whether the axis upwards is logarithmic")
        boolean logY) {}
