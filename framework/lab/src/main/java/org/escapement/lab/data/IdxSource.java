package org.escapement.lab.data;

import java.nio.file.Path;
import java.util.List;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionSchema;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Reads images and labels in the IDX format of MNIST: {@code train-images-idx3-ubyte}, {@code
 * train-labels-idx1-ubyte} and the two {@code t10k} files, each plain or, where that is not there,
 * with {@code .gz}. It takes the first examples in the order of the files; the classes are 0 to the
 * largest label in the whole training file, however few examples are used.
 */
public final class IdxSource implements DataSource<IdxOptions> {
  private static final int CHUNK = 1 << 16;
  private static final double BRIGHTEST = 255;

  private final DataStore store;

  /** Finds data sets that were fetched by their names, where they are fetched to by default. */
  public IdxSource() {
    this(DataStore.ofUser());
  }

  IdxSource(DataStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "idx";
  }

  @Override
  public String description() {
    return "images and labels in the IDX format of MNIST and Fashion-MNIST";
  }

  @Override
  public Class<IdxOptions> options() {
    return IdxOptions.class;
  }

  @Override
  public DataSet load(IdxOptions options, DataContext context) {
    OptionSchema.of(IdxOptions.class).validate(options);
    Path folder = DataFiles.folder(options.dir(), "folder of IDX files", store);
    DataDigest digest = new DataDigest();
    try (IdxFile images = IdxFile.open(folder, "train-images-idx3-ubyte", 3);
        IdxFile labels = IdxFile.open(folder, "train-labels-idx1-ubyte", 1)) {
      checkCounts(images, labels, "train", options.train(), options.corrupted());
      Labels used = readLabels(labels, options.train() + options.corrupted());
      int classes = used.largest() + 1;
      LabelCorruption.draw(used.used(), options.train(), classes, context.streams());
      Part train = part(images, used, classes, context.precision(), digest);
      Part test =
          options.test() == 0
              ? null
              : test(folder, options.test(), images, classes, context.precision(), digest);
      List<Long> inputShape = List.of(1L, (long) images.dimension(1), (long) images.dimension(2));
      return Part.dataSet(train, test, inputShape, 1, options.normalization(), digest);
    }
  }

  private static Part test(
      Path folder,
      int asked,
      IdxFile trainImages,
      int classes,
      DataType precision,
      DataDigest digest) {
    try (IdxFile images = IdxFile.open(folder, "t10k-images-idx3-ubyte", 3);
        IdxFile labels = IdxFile.open(folder, "t10k-labels-idx1-ubyte", 1)) {
      checkCounts(images, labels, "test", asked, 0);
      if (images.dimension(1) != trainImages.dimension(1)
          || images.dimension(2) != trainImages.dimension(2)) {
        throw mismatch(
            size(trainImages) + ", but " + size(images) + ": training and test images must agree");
      }
      Labels used = readLabels(labels, asked);
      if (used.largest() >= classes) {
        throw mismatch(
            OneLine.path(labels.path())
                + ": holds the label "
                + used.largest()
                + ", the training labels end at "
                + (classes - 1));
      }
      return part(images, used, classes, precision, digest);
    }
  }

  private static String size(IdxFile images) {
    return OneLine.path(images.path())
        + ": images of "
        + images.dimension(1)
        + " x "
        + images.dimension(2);
  }

  private static void checkCounts(
      IdxFile images, IdxFile labels, String option, int asked, int corrupted) {
    if (images.count() != labels.count()) {
      throw mismatch(
          OneLine.path(images.path())
              + " holds "
              + images.count()
              + " images, "
              + OneLine.path(labels.path())
              + " holds "
              + labels.count()
              + " labels: they must be as many");
    }
    if ((long) asked + corrupted > images.count()) {
      throw mismatch(
          OneLine.path(images.path())
              + ": "
              + option
              + " = "
              + asked
              + (corrupted == 0 ? "" : " and corrupted = " + corrupted)
              + " examples asked for, "
              + images.count()
              + " available");
    }
  }

  /**
   * Labels of the examples in use.
   *
   * @param used one label an example, as an unsigned byte
   * @param largest the largest label of the whole file
   */
  private record Labels(byte[] used, int largest) {}

  private static Labels readLabels(IdxFile file, int asked) {
    byte[] used = new byte[asked];
    file.read(used, asked);
    int largest = largest(used, asked);
    byte[] chunk = new byte[CHUNK];
    while (file.remaining() > 0) {
      largest = Math.max(largest, largest(chunk, file.read(chunk, file.remaining())));
    }
    file.finish();
    return new Labels(used, largest);
  }

  private static int largest(byte[] labels, int length) {
    int largest = 0;
    for (int i = 0; i < length; i++) {
      largest = Math.max(largest, Byte.toUnsignedInt(labels[i]));
    }
    return largest;
  }

  private static Part part(
      IdxFile images, Labels labels, int classes, DataType precision, DataDigest digest) {
    int count = labels.used().length;
    int pixels = images.dimension(1) * images.dimension(2);
    digest.update(count, images.dimension(1), images.dimension(2), classes);
    RowBuffer features = new RowBuffer(count, pixels, precision);
    byte[] chunk = new byte[CHUNK];
    long wanted = (long) count * pixels;
    while (wanted > 0) {
      int read = images.read(chunk, wanted);
      digest.update(chunk, read);
      for (int i = 0; i < read; i++) {
        features.append(Byte.toUnsignedInt(chunk[i]) / BRIGHTEST);
      }
      wanted -= read;
    }
    images.finish();
    digest.update(labels.used(), count);
    return new Part(features, RowBuffer.oneHot(labels.used(), classes, precision));
  }

  private static EscapementException mismatch(String message) {
    return new EscapementException(ErrorCode.DATA_MISMATCH, message);
  }
}
