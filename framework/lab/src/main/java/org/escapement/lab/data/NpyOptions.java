package org.escapement.lab.data;

import org.escapement.spi.option.Option;

/**
 * Options of the data source {@code npy}.
 *
 * @param archive the archive that holds the arrays, or null where each is a file
 * @param features the array of features
 * @param labels the array of labels
 * @param testFeatures that of the test examples, or null where they follow the training examples
 * @param testLabels likewise
 * @param targets what the labels are
 * @param train the number of training examples, or null for all
 * @param test the number of test examples
 * @param normalization what is done to features
 */
public record NpyOptions(
    @Option(
            value = Option.ABSENT,
            description =
                "npz file that holds all arrays, which are then given by their names in it; left"
                    + " out, each array is an npy file")
        String archive,
    @Option(
            description =
                "array of features, of shape [examples, features], [examples, rows, columns] or"
                    + " [examples, channels, rows, columns]; unsigned bytes are scaled to [0, 1]")
        String features,
    @Option(
            description =
                "array of labels, of shape [examples] or, to predict, [examples, outputs]")
        String labels,
    @Option(
            value = Option.ABSENT,
            description =
                "array of the features of test examples; left out, they follow the training"
                    + " examples in the same array")
        String testFeatures,
    @Option(value = Option.ABSENT, description = "array of the labels of test examples, likewise")
        String testLabels,
    @Option(
            value = "one-hot",
            description =
                "one-hot: labels are classes counted from 0, as many as the largest label in the"
                    + " training array says; regression: they are numbers to predict")
        TargetKind targets,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "training examples, the first ones; left out, all that are no test ones")
        Integer train,
    @Option(value = "0", range = "[0, inf)", description = "test examples, the first ones")
        int test,
    @Option(value = "none", description = Normalization.DESCRIPTION) Normalization normalization) {
  /** Checks that test arrays come in pairs. */
  public NpyOptions {
    if ((testFeatures == null) != (testLabels == null)) {
      throw new IllegalArgumentException(
          "options 'testFeatures' and 'testLabels' must be given both or not at all");
    }
  }
}
