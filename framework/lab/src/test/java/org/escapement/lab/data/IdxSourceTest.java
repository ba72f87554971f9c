package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.lab.Errors.assertFails;
import static org.escapement.lab.data.IdxFiles.TEST_IMAGES;
import static org.escapement.lab.data.IdxFiles.TEST_LABELS;
import static org.escapement.lab.data.IdxFiles.TRAIN_IMAGES;
import static org.escapement.lab.data.IdxFiles.TRAIN_LABELS;
import static org.escapement.lab.data.IdxFiles.gzip;
import static org.escapement.lab.data.IdxFiles.header;
import static org.escapement.lab.data.IdxFiles.images;
import static org.escapement.lab.data.IdxFiles.labels;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.SharedData;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class IdxSourceTest {
  @TempDir Path folder;

  private DataSet load(int train, int test, DataType precision) {
    return load(folder.toString(), train, test, precision);
  }

  private static DataSet load(String dir, int train, int test, DataType precision) {
    DataContext context = new DataContext(RandomStreams.of(1), precision);
    return new IdxSource().load(new IdxOptions(dir, train, test, 0, Normalization.NONE), context);
  }

  private void write(String name, byte[] content) throws IOException {
    Files.write(folder.resolve(name), content);
  }

  private void writeTraining() throws IOException {
    write(TRAIN_IMAGES, images(5, 3, 2));
    write(TRAIN_LABELS, labels(0, 2, 1, 2, 3));
  }

  @Test
  void takesTheFirstExamplesInTheOrderOfTheFiles() throws IOException {
    writeTraining();
    write(TEST_IMAGES, images(2, 3, 2));
    write(TEST_LABELS, labels(3, 0));

    DataSet data = load(3, 1, DataType.DOUBLE);

    assertThat(data.inputShape()).containsExactly(1L, 3L, 2L);
    INDArray features = data.train().features();
    assertThat(features.shape()).containsExactly(3, 6);
    assertThat(features.ordering()).isEqualTo('c');
    for (int i = 0; i < 18; i++) {
      assertThat(features.getDouble(i / 6, i % 6)).isEqualTo(i / 255.0);
    }
    assertThat(data.train().targets().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{1, 0, 0, 0}, {0, 0, 1, 0}, {0, 1, 0, 0}});
    assertThat(data.test().features().shape()).containsExactly(1, 6);
    assertThat(data.test().targets().toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 0, 0, 1}});
  }

  @Test
  void theClassesAreThoseOfTheWholeTrainingFile() throws IOException {
    writeTraining();

    assertThat(load(1, 0, DataType.FLOAT).outputs()).isEqualTo(4);
  }

  @Test
  void labelsUpTo255AreClasses() throws IOException {
    write(TRAIN_IMAGES, images(2, 1, 1));
    write(TRAIN_LABELS, labels(255, 0));

    DataSet data = load(2, 0, DataType.FLOAT);

    assertThat(data.outputs()).isEqualTo(256);
    assertThat(data.train().targets().getDouble(0, 255)).isEqualTo(1);
    assertThat(data.train().targets().sumNumber().doubleValue()).isEqualTo(2);
  }

  @Test
  void withoutTestExamplesNoTestFileIsRead() throws IOException {
    writeTraining();

    assertThat(load(5, 0, DataType.FLOAT).test()).isEqualTo(Examples.none());
  }

  @Test
  void floatIsTheRoundedDouble() throws IOException {
    write(TRAIN_IMAGES, images(2, 16, 16));
    write(TRAIN_LABELS, labels(0, 1));

    INDArray floats = load(2, 0, DataType.FLOAT).train().features();
    INDArray doubles = load(2, 0, DataType.DOUBLE).train().features();

    assertThat(floats.dataType()).isEqualTo(DataType.FLOAT);
    assertThat(doubles.dataType()).isEqualTo(DataType.DOUBLE);
    for (int i = 0; i < 256; i++) {
      assertThat(floats.getFloat(0, i)).isEqualTo((float) doubles.getDouble(0, i));
    }
    assertThat(floats.maxNumber().floatValue()).isEqualTo(1f);
  }

  @Test
  void gzipGivesTheSameAsPlainAndPlainIsPreferred() throws IOException {
    writeTraining();
    DataSet plain = load(4, 0, DataType.DOUBLE);
    Files.delete(folder.resolve(TRAIN_IMAGES));
    Files.delete(folder.resolve(TRAIN_LABELS));
    write(TRAIN_IMAGES + ".gz", gzip(images(5, 3, 2)));
    write(TRAIN_LABELS + ".gz", gzip(labels(0, 2, 1, 2, 3)));

    DataSet compressed = load(4, 0, DataType.DOUBLE);

    assertThat(compressed.train().features()).isEqualTo(plain.train().features());
    assertThat(compressed.sha256()).isEqualTo(plain.sha256());
    write(TRAIN_IMAGES + ".gz", new byte[] {1, 2, 3});
    write(TRAIN_IMAGES, images(5, 3, 2));
    assertThat(load(4, 0, DataType.DOUBLE).sha256()).isEqualTo(plain.sha256());
  }

  @Test
  void theDigestCoversExactlyTheExamplesInUse() throws Exception {
    writeTraining();
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(header(3, 3, 2, 4));
    sha256.update(Arrays.copyOfRange(images(5, 3, 2), 16, 16 + 18));
    sha256.update(new byte[] {0, 2, 1});

    String digest = load(3, 0, DataType.FLOAT).sha256();

    assertThat(digest).isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    assertThat(load(3, 0, DataType.DOUBLE).sha256()).isEqualTo(digest);
    assertThat(load(4, 0, DataType.FLOAT).sha256()).isNotEqualTo(digest);
  }

  @Test
  void aMissingFolderIsNamedAsGivenAndInFull() {
    String message = "folder 'no/such' of IDX files is not there";
    assertFails(ErrorCode.DATA_MISSING, () -> load("no/such", 1, 0, DataType.FLOAT))
        .contains(message)
        .contains(Path.of("no/such").toAbsolutePath().toString());
  }

  @Test
  void aFileIsNoFolder() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "");

    assertFails(ErrorCode.DATA_MISSING, () -> load(file.toString(), 1, 0, DataType.FLOAT))
        .contains("is not a folder");
  }

  @Test
  void aNameThatNoFolderCanHaveIsRefused() {
    assertFails(ErrorCode.DATA_MISSING, () -> load("a\0b", 1, 0, DataType.FLOAT));
    assertFails(ErrorCode.DATA_MISSING, () -> load("a\nb", 1, 0, DataType.FLOAT)).contains("a\\nb");
  }

  @Test
  void aMissingFileIsNamedBothWays() throws IOException {
    write(TRAIN_IMAGES, images(5, 3, 2));

    assertFails(ErrorCode.DATA_MISSING, () -> load(1, 0, DataType.FLOAT))
        .contains(TRAIN_LABELS + " nor " + TRAIN_LABELS + ".gz")
        .contains(folder.toString());
  }

  @Test
  void aFolderInPlaceOfAFileIsRefused() throws IOException {
    writeTraining();
    Files.delete(folder.resolve(TRAIN_LABELS));
    Files.createDirectory(folder.resolve(TRAIN_LABELS));

    assertMalformed("is not a regular file", TRAIN_LABELS);
  }

  private void assertMalformed(String what, String file) {
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(1, 0, DataType.FLOAT))
        .contains(what)
        .contains(folder.resolve(file).toString());
  }

  @Test
  void headersAreCheckedAgainstTheLength() throws IOException {
    writeTraining();
    byte[] images = images(5, 3, 2);

    write(TRAIN_IMAGES, new byte[0]);
    assertMalformed("ends inside its header, after 0 bytes", TRAIN_IMAGES);
    write(TRAIN_IMAGES, Arrays.copyOf(images, 15));
    assertMalformed("ends inside its header, after 15 bytes", TRAIN_IMAGES);
    write(TRAIN_IMAGES, Arrays.copyOf(images, images.length - 1));
    assertMalformed("promises 46 bytes, it holds 45", TRAIN_IMAGES);
    write(TRAIN_IMAGES, Arrays.copyOf(images, images.length + 2));
    assertMalformed("promises 46 bytes, but 2 more follow", TRAIN_IMAGES);
    write(TRAIN_IMAGES, labels(1, 2, 3, 4, 5, 6, 7, 8));
    assertMalformed("magic number 0x00000801, must be 0x00000803", TRAIN_IMAGES);
  }

  @Test
  void impossibleDimensionsAreRefused() throws IOException {
    writeTraining();
    int[][] impossible = {
      {5, 0, 2}, {5, 3, 0}, {5, -3, 2}, {5, 3, -2}, {-5, 3, 2}, {5, 65536, 65536}
    };
    for (int[] sizes : impossible) {
      write(TRAIN_IMAGES, header(0x803, sizes[0], sizes[1], sizes[2]));
      assertMalformed("impossible dimensions " + Integer.toUnsignedString(sizes[0]), TRAIN_IMAGES);
    }
  }

  @Test
  void hugeCountsCostNothing() throws IOException {
    writeTraining();
    byte[] huge = header(0x803, Integer.MAX_VALUE, 46340, 46340);

    write(TRAIN_IMAGES, huge);
    assertMalformed("truncated", TRAIN_IMAGES);
    Files.delete(folder.resolve(TRAIN_IMAGES));
    write(TRAIN_IMAGES + ".gz", gzip(huge));
    assertMalformed("truncated", TRAIN_IMAGES + ".gz");
  }

  @Test
  void damagedGzipIsRefusedEvenBehindTheUsedPart() throws IOException {
    writeTraining();
    Files.delete(folder.resolve(TRAIN_IMAGES));
    String name = TRAIN_IMAGES + ".gz";
    byte[] compressed = gzip(images(5, 3, 2));

    write(name, Arrays.copyOf(compressed, compressed.length - 9));
    assertMalformed("truncated", name);
    write(name, Arrays.copyOf(compressed, 4));
    assertMalformed("truncated gzip", name);
    write(name, new byte[0]);
    assertMalformed("truncated gzip", name);
    write(name, gzip(Arrays.copyOf(images(5, 3, 2), 45)));
    assertMalformed("truncated", name);
    write(name, gzip(Arrays.copyOf(images(5, 3, 2), 47)));
    assertMalformed("bytes follow", name);
    write(name, images(5, 3, 2));
    assertMalformed("damaged gzip", name);
    byte[] wrongSum = compressed.clone();
    wrongSum[compressed.length - 6] ^= 1;
    write(name, wrongSum);
    assertMalformed("damaged gzip", name);
  }

  @Test
  void gzipIsExpandedNoFurtherThanItsHeaderPromises() throws IOException {
    writeTraining();
    Files.delete(folder.resolve(TRAIN_IMAGES));
    ByteBuffer bomb = ByteBuffer.allocate(64 << 20).put(images(5, 3, 2));
    write(TRAIN_IMAGES + ".gz", gzip(bomb.array()));

    assertMalformed("bytes follow", TRAIN_IMAGES + ".gz");
  }

  @Test
  void asManyLabelsAsImages() throws IOException {
    writeTraining();
    write(TRAIN_LABELS, labels(0, 1, 2));

    assertFails(ErrorCode.DATA_MISMATCH, () -> load(1, 0, DataType.FLOAT))
        .contains(TRAIN_IMAGES + " holds 5 images")
        .contains(TRAIN_LABELS + " holds 3 labels");
  }

  @Test
  void moreThanThereIsCannotBeHad() throws IOException {
    writeTraining();
    write(TEST_IMAGES, images(2, 3, 2));
    write(TEST_LABELS, labels(3, 0));

    assertFails(ErrorCode.DATA_MISMATCH, () -> load(6, 0, DataType.FLOAT))
        .contains("train = 6 examples asked for, 5 available");
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(Integer.MAX_VALUE, 0, DataType.FLOAT));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(1, 3, DataType.FLOAT))
        .contains(TEST_IMAGES + ": test = 3 examples asked for, 2 available");
  }

  @Test
  void anEmptyFileHasNoExamples() throws IOException {
    write(TRAIN_IMAGES, images(0, 3, 2));
    write(TRAIN_LABELS, labels());

    assertFails(ErrorCode.DATA_MISMATCH, () -> load(1, 0, DataType.FLOAT)).contains("0 available");
  }

  @Test
  void testDataHasToFitTheTrainingData() throws IOException {
    writeTraining();
    write(TEST_LABELS, labels(0, 4));

    write(TEST_IMAGES, images(2, 3, 2));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(1, 1, DataType.FLOAT))
        .contains("holds the label 4, the training labels end at 3");
    write(TEST_IMAGES, images(2, 2, 3));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(1, 1, DataType.FLOAT))
        .contains("images of 3 x 2")
        .contains("images of 2 x 3");
  }

  @Test
  void optionsOutsideTheirRangesAreRefused() throws IOException {
    writeTraining();

    assertFails(ErrorCode.OPTION_OUT_OF_RANGE, () -> load(0, 0, DataType.FLOAT)).contains("train");
    assertFails(ErrorCode.OPTION_OUT_OF_RANGE, () -> load(1, -1, DataType.FLOAT)).contains("test");
  }

  @Test
  void readsFashionMnist() {
    Path real = SharedData.folder("fashion-mnist");

    DataSet data = load(real.toString(), 1000, 900, DataType.FLOAT);

    assertThat(data.inputShape()).containsExactly(1L, 28L, 28L);
    assertThat(data.outputs()).isEqualTo(10);
    assertThat(data.train().features().shape()).containsExactly(1000, 784);
    assertThat(data.test().targets().shape()).containsExactly(900, 10);
    assertThat(data.train().features().minNumber().doubleValue()).isZero();
    assertThat(data.train().features().maxNumber().doubleValue()).isEqualTo(1);
    assertThat(data.test().targets().sum(0).toDoubleVector()).containsOnly(90);
    for (double inClass : data.train().targets().sum(0).toDoubleVector()) {
      assertThat(inClass).isBetween(83.0, 114.0);
    }
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(real.toString(), 1001, 0, DataType.FLOAT))
        .contains("train = 1001 examples asked for, 1000 available");
  }
}
