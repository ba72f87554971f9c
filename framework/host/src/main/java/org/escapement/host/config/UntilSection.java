package org.escapement.host.config;

import org.escapement.spi.option.Option;

/** When training has reached a minimum. */
public record UntilSection(
    @Option(
            value = "1.0e-4",
            range = "[0, inf)",
            description = "loss over all examples at which the point counts as a minimum")
        double loss) {}
