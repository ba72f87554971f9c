package org.escapement.lab.data;

import org.escapement.spi.option.Option;

/**
 * Options of the data source {@code generated}.
 *
 * @param train the number of training examples
 * @param test the number of test examples
 * @param classes the number of classes
 * @param noise the standard deviation of a pixel's noise
 * @param size the side of an image
 * @param corrupted the number of training examples with random labels, beside the others
 * @param normalization what is done to features
 */
public record GeneratedOptions(
    @Option(value = "1000", range = "[1, inf)", description = "training examples") int train,
    @Option(value = "500", range = "[0, inf)", description = "test examples") int test,
    @Option(value = "10", range = "[2, 100]", description = "classes") int classes,
    @Option(
            value = "0.3",
            range = "[0, 10)",
            description = "standard deviation of the noise of a pixel, whose range is [0, 1]")
        double noise,
    @Option(value = "28", range = "[4, 128]", description = "rows and columns of an image, pixels")
        int size,
    @Option(value = "0", range = "[0, inf)", description = LabelCorruption.DESCRIPTION)
        int corrupted,
    @Option(value = "none", description = Normalization.DESCRIPTION) Normalization normalization) {}
