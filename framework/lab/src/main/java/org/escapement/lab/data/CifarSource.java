package org.escapement.lab.data;

import java.nio.file.Path;
import java.util.List;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.spi.option.OptionSchema;

/**
 * Reads CIFAR-10 in its binary format: {@code data_batch_1.bin} to {@code data_batch_5.bin} and
 * {@code test_batch.bin}, from a folder or from the archive that they are downloaded as. Examples
 * of the chosen classes are taken in order of appearance; features are the red, the green and the
 * blue plane.
 */
public final class CifarSource implements DataSource<CifarOptions> {
  private static final List<String> TRAINING =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin");
  private static final List<String> TEST = List.of("test_batch.bin");
  private static final int CHANNELS = 3;
  private static final int SIDE = 32;
  private static final int PIXELS = CifarBatches.RECORD - 1;
  private static final double BRIGHTEST = 255;

  private final DataStore store;

  /** Finds data sets that were fetched by their names, where they are fetched to by default. */
  public CifarSource() {
    this(DataStore.ofUser());
  }

  CifarSource(DataStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return "cifar10";
  }

  @Override
  public String description() {
    return "CIFAR-10 in its binary format, all classes or some, unpacked or as downloaded";
  }

  @Override
  public Class<CifarOptions> options() {
    return CifarOptions.class;
  }

  @Override
  public DataSet load(CifarOptions options, DataContext context) {
    OptionSchema.of(CifarOptions.class).validate(options);
    Path path = DataFiles.existing(options.path(), "folder or archive of CIFAR-10", store);
    CifarBatches batches = CifarBatches.at(path);
    DataDigest digest = new DataDigest();
    Part train =
        part(batches, TRAINING, options.train(), options.corrupted(), options, context, digest);
    Part test =
        options.test() == 0
            ? null
            : part(batches, TEST, options.test(), 0, options, context, digest);
    return Part.dataSet(
        train,
        test,
        List.of((long) CHANNELS, (long) SIDE, (long) SIDE),
        CHANNELS,
        options.normalization(),
        digest);
  }

  private static Part part(
      CifarBatches batches,
      List<String> names,
      int clean,
      int corrupted,
      CifarOptions options,
      DataContext context,
      DataDigest digest) {
    List<CifarClass> classes = options.classes();
    CifarSelection selection = CifarSelection.of(batches, names, classes);
    if ((long) clean + corrupted > selection.available()) {
      throw DataFiles.mismatch(
          Path.of(options.path()),
          (names.equals(TEST) ? "test = " : "train = ")
              + clean
              + (corrupted == 0 ? "" : " and corrupted = " + corrupted)
              + " examples of "
              + classes
              + " asked for, "
              + selection.available()
              + " available");
    }
    int asked = RowBuffer.rows((long) clean + corrupted, PIXELS);
    RowBuffer features = new RowBuffer(asked, PIXELS, context.precision());
    byte[] labels = new byte[asked];
    byte[] pixels = selection.read(labels);
    if (corrupted > 0) {
      LabelCorruption.draw(labels, clean, classes.size(), context.streams());
    }
    digest.update(asked, SIDE, SIDE, classes.size());
    digest.update(pixels, pixels.length);
    digest.update(labels, asked);
    for (byte pixel : pixels) {
      features.append(Byte.toUnsignedInt(pixel) / BRIGHTEST);
    }
    return new Part(features, RowBuffer.oneHot(labels, classes.size(), context.precision()));
  }
}
