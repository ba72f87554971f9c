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
        int sharpnessEvery,
    @Option(
            value = "1e-2",
            range = "(0, 1)",
            description =
                "relative residual at which those measurements, each from the eigenvector of the one"
                    + " before, count as converged; an eigenvalue lies within its residual of the"
                    + " value")
        double sharpnessTolerance) {}
