package org.escapement.lab.data;

import java.util.HashSet;
import java.util.List;
import org.escapement.spi.option.Option;

/**
 * Options of the data source {@code cifar10}.
 *
 * @param path the folder of the batches, the archive that they come in, or the name of a fetched
 *     data set
 * @param classes the classes in use; the first becomes output 0
 * @param train the number of training examples
 * @param test the number of test examples
 * @param corrupted the number of training examples with random labels, beside the others
 * @param normalization what is done to features
 */
public record CifarOptions(
    @Option(
            description =
                "folder of the binary batches, or cifar-10-binary.tar.gz as it is downloaded, or"
                    + " cifar-10 if that was fetched")
        String path,
    @Option(
            value = "[airplane, automobile, bird, cat, deer, dog, frog, horse, ship, truck]",
            description = "classes in use, in the order of the outputs; others are passed over")
        List<CifarClass> classes,
    @Option(
            value = "1000",
            range = "[1, inf)",
            description = "training examples, the first ones of these classes in the five batches")
        int train,
    @Option(
            value = "0",
            range = "[0, inf)",
            description =
                "test examples, the first ones of these classes in the test batch; 0 reads no such"
                    + " file")
        int test,
    @Option(value = "0", range = "[0, inf)", description = LabelCorruption.DESCRIPTION)
        int corrupted,
    @Option(value = "none", description = Normalization.DESCRIPTION) Normalization normalization) {
  /** Copies the list. */
  public CifarOptions {
    classes = List.copyOf(classes);
    if (classes.size() < 2 || new HashSet<>(classes).size() < classes.size()) {
      throw new IllegalArgumentException(
          "option 'classes' = " + classes + ", must name two or more, none of them twice");
    }
  }
}
