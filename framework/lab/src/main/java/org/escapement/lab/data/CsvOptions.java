package org.escapement.lab.data;

import org.escapement.spi.option.Option;

/**
 * Options of the data source {@code csv}.
 *
 * @param file the file of the training examples
 * @param testFile the file of the test examples, or null where they follow the training examples
 * @param header whether the first line names the columns
 * @param label the column that is predicted, or null for the last one
 * @param targets what its cells are
 * @param separator what stands between cells, one character
 * @param train the number of training examples, or null for all
 * @param test the number of test examples
 * @param normalization what is done to features
 */
public record CsvOptions(
    @Option(description = "file of the examples, one a line, UTF-8") String file,
    @Option(
            value = Option.ABSENT,
            description =
                "file of the test examples, with the same columns; left out, they follow the"
                    + " training examples in the one file")
        String testFile,
    @Option(value = "true", description = "whether the first line names the columns")
        boolean header,
    @Option(
            value = Option.ABSENT,
            description =
                "column that is predicted: its name or, without a header, its number from 0 in"
                    + " quotes; left out, the last; all others are features")
        String label,
    @Option(
            value = "one-hot",
            description =
                "one-hot: the label is a class, any text; the classes of the training file in order,"
                    + " of number or else of alphabet, are the outputs; regression: it is a number")
        TargetKind targets,
    @Option(value = "','", description = "the character between cells; a tab is \"\\t\"")
        String separator,
    @Option(
            value = Option.ABSENT,
            range = "[1, inf)",
            description = "training examples, the first ones; left out, all that are no test ones")
        Integer train,
    @Option(value = "0", range = "[0, inf)", description = "test examples, the first ones")
        int test,
    @Option(value = "none", description = Normalization.DESCRIPTION) Normalization normalization) {
  /** Checks the separator. */
  public CsvOptions {
    if (separator.length() != 1 || "\"\r\n".contains(separator)) {
      throw new IllegalArgumentException(
          "option 'separator' must be one character, neither a quote nor a line's end");
    }
  }
}
