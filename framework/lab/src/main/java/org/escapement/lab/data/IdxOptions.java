package org.escapement.lab.data;

import org.escapement.spi.option.Option;

/**
 * Options of the data source {@code idx}.
 *
 * @param dir the folder of the files, or the name of a fetched data set
 * @param train the number of training examples
 * @param test the number of test examples
 * @param corrupted the number of training examples with random labels, beside the others
 * @param normalization what is done to features
 */
public record IdxOptions(
    @Option(
            description =
                "folder that holds the IDX files, plain or gzip, or the name of a data set that was"
                    + " fetched: fashion-mnist, mnist")
        String dir,
    @Option(
            value = "1000",
            range = "[1, inf)",
            description = "training examples, the first ones of the training files")
        int train,
    @Option(
            value = "0",
            range = "[0, inf)",
            description = "test examples, the first ones of the t10k files; 0 reads no such file")
        int test,
    @Option(value = "0", range = "[0, inf)", description = LabelCorruption.DESCRIPTION)
        int corrupted,
    @Option(value = "none", description = Normalization.DESCRIPTION) Normalization normalization) {}
