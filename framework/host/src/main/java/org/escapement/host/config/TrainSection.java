package org.escapement.host.config;

import org.escapement.spi.option.Option;

/** How to find the minimum that is analysed. */
public record TrainSection(
    @Option(description = "the optimizer that trains the model, with its options")
        Component optimizer,
    @Option(value = "{}", description = "when training has reached a minimum") UntilSection until,
    @Option(
            value = "60000",
            range = "[1, inf)",
            description = "most iterations before training gives up")
        int maxIterations,
    @Option(
            value = "0",
            range = "[0, inf)",
            description =
                "iterations between evaluations of the full loss when batches are drawn; 0 chooses"
                    + " one epoch")
        int evaluateEvery,
    @Option(
            value = "0",
            range = "[0, inf)",
            description =
                "iterations between sharpness measurements for the training figure; 0 chooses"
                    + " about 40 over the run")
        int sharpnessEvery) {}
