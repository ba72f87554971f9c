package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;
import static org.escapement.lab.data.CifarFiles.PACKED;
import static org.escapement.lab.data.CifarFiles.TEST;
import static org.escapement.lab.data.CifarFiles.batch;
import static org.escapement.lab.data.CifarFiles.tar;
import static org.escapement.lab.data.IdxFiles.gzip;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Allocations;
import org.escapement.lab.SharedData;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.Examples;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class CifarSourceTest {
  private static final List<CifarClass> ALL = List.of(CifarClass.values());
  private static final List<CifarClass> PLANES_AND_CARS =
      List.of(CifarClass.AIRPLANE, CifarClass.AUTOMOBILE);

  @TempDir Path folder;
  private final Map<String, byte[]> files = new HashMap<>();

  @BeforeEach
  void writeBatches() throws IOException {
    files.put("data_batch_1.bin", batch(0, 3, 1, 0));
    files.put("data_batch_2.bin", batch(50, 1, 9));
    files.put("data_batch_3.bin", batch(100));
    files.put("data_batch_4.bin", batch(150, 0, 0, 5));
    files.put("data_batch_5.bin", batch(200, 1));
    files.put(TEST, batch(250, 8, 1));
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private DataSet load(List<CifarClass> classes, int train, int test) {
    return load(folder, classes, train, test, DataType.DOUBLE);
  }

  private static DataSet load(
      Path path, List<CifarClass> classes, int train, int test, DataType precision) {
    DataContext context = new DataContext(RandomStreams.of(1), precision);
    return new CifarSource()
        .load(
            new CifarOptions(path.toString(), classes, train, test, 0, Normalization.NONE),
            context);
  }

  @Test
  void takesTheExamplesOfItsClassesInOrderOfAppearance() {
    DataSet data = load(PLANES_AND_CARS, 5, 1);

    assertThat(data.inputShape()).containsExactly(3L, 32L, 32L);
    assertThat(data.outputs()).isEqualTo(2);
    assertThat(data.train().targets().argMax(1).toIntVector()).containsExactly(1, 0, 1, 0, 0);
    assertThat(data.test().targets().argMax(1).toIntVector()).containsExactly(1);
    int[] firstPixels = {7, 14, 50, 150, 157};
    INDArray features = data.train().features();
    assertThat(features.shape()).containsExactly(5, 3072);
    for (int i = 0; i < 5; i++) {
      for (int j = 0; j < 3072; j++) {
        assertThat(features.getDouble(i, j)).isEqualTo((firstPixels[i] + j) % 256 / 255.0);
      }
    }
  }

  @Test
  void theOrderOfTheClassesIsThatOfTheOutputs() {
    DataSet data = load(List.of(CifarClass.TRUCK, CifarClass.AUTOMOBILE, CifarClass.CAT), 5, 0);

    assertThat(data.outputs()).isEqualTo(3);
    assertThat(data.train().targets().argMax(1).toIntVector()).containsExactly(2, 1, 1, 0, 1);
  }

  @Test
  void allClassesKeepTheirLabels() {
    DataSet data = load(ALL, 9, 2);

    assertThat(data.outputs()).isEqualTo(10);
    assertThat(data.train().targets().argMax(1).toIntVector())
        .containsExactly(3, 1, 0, 1, 9, 0, 0, 5, 1);
    assertThat(data.test().targets().argMax(1).toIntVector()).containsExactly(8, 1);
  }

  @Test
  void theArchiveGivesTheSameAsTheFolder() throws IOException {
    Path archive = folder.resolve("cifar-10-binary.tar.gz");
    Files.write(archive, gzip(tar(PACKED, files)));
    DataSet packed = load(archive, PLANES_AND_CARS, 6, 1, DataType.DOUBLE);
    DataSet unpacked = load(PLANES_AND_CARS, 6, 1);

    assertThat(packed.train().features()).isEqualTo(unpacked.train().features());
    assertThat(packed.train().targets()).isEqualTo(unpacked.train().targets());
    assertThat(packed.test().features()).isEqualTo(unpacked.test().features());
    assertThat(packed.sha256()).isEqualTo(unpacked.sha256());
  }

  @Test
  void theFolderMayBeTheOneThatTheArchiveWasUnpackedInto() throws IOException {
    String digest = load(ALL, 9, 0).sha256();
    Path inside = Files.createDirectory(folder.resolve("cifar-10-batches-bin"));
    for (String name : CifarFiles.TRAINING) {
      Files.move(folder.resolve(name), inside.resolve(name));
    }

    assertThat(load(ALL, 9, 0).sha256()).isEqualTo(digest);
  }

  @Test
  void theDigestCoversExactlyTheExamplesInUse() throws Exception {
    MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    sha256.update(ByteBuffer.allocate(16).putInt(2).putInt(32).putInt(32).putInt(2).array());
    sha256.update(Arrays.copyOfRange(files.get("data_batch_1.bin"), 3074, 2 * 3073));
    sha256.update(Arrays.copyOfRange(files.get("data_batch_1.bin"), 2 * 3073 + 1, 3 * 3073));
    sha256.update(new byte[] {1, 0});

    String digest = load(PLANES_AND_CARS, 2, 0).sha256();

    assertThat(digest).isEqualTo(HexFormat.of().formatHex(sha256.digest()));
    assertThat(load(folder, PLANES_AND_CARS, 2, 0, DataType.FLOAT).sha256()).isEqualTo(digest);
    assertThat(load(ALL, 2, 0).sha256()).isNotEqualTo(digest);
  }

  @Test
  void withoutTestExamplesNoTestFileIsRead() throws IOException {
    Files.delete(folder.resolve(TEST));

    assertThat(load(ALL, 1, 0).test()).isEqualTo(Examples.none());
    assertFails(ErrorCode.DATA_MISSING, () -> load(ALL, 1, 1)).contains("holds no " + TEST);
  }

  @Test
  void moreThanThereIsCannotBeHad() {
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(PLANES_AND_CARS, 7, 0))
        .contains("train = 7 examples of [airplane, automobile] asked for, 6 available");
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(ALL, 1, Integer.MAX_VALUE))
        .contains("test = 2147483647")
        .contains("2 available");
  }

  @Test
  void whatIsWrongWithABatchIsSaid() throws IOException {
    Path batch = folder.resolve("data_batch_4.bin");
    Files.write(batch, Arrays.copyOf(files.get("data_batch_4.bin"), 4000));
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(ALL, 1, 0))
        .contains(batch + ": truncated: its last record has 927 bytes, must have 3073");
    Files.write(batch, batch(0, 10));
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(ALL, 1, 0))
        .contains(batch + ": holds the label 10, must be at most 9");
    Files.delete(batch);
    assertFails(ErrorCode.DATA_MISSING, () -> load(ALL, 1, 0))
        .contains(folder + ": holds no data_batch_4.bin");
    Files.createDirectory(batch);
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(ALL, 1, 0))
        .contains(batch + ": is not a regular file");
    assertFails(ErrorCode.DATA_MISSING, () -> load(Path.of("no/such"), ALL, 1, 0, DataType.DOUBLE))
        .contains("folder 'no/such' or archive of CIFAR-10 is not there");
  }

  @Test
  void whatIsWrongWithAnArchiveIsSaid() throws IOException {
    Path archive = folder.resolve("a.tar.gz");
    byte[] whole = gzip(tar(PACKED, files));
    Files.write(archive, Arrays.copyOf(whole, whole.length - 9));
    assertArchiveFails(archive, ErrorCode.DATA_MALFORMED, "truncated");
    Files.write(archive, tar(PACKED, files));
    assertArchiveFails(archive, ErrorCode.DATA_MALFORMED, "damaged compression");
    Files.write(archive, gzip(tar(PACKED.subList(0, 3), files)));
    assertArchiveFails(archive, ErrorCode.DATA_MISSING, "holds no data_batch_2.bin");
    Files.write(archive, gzip(tar(List.of(TEST, "data_batch_1.bin", "data_batch_1.bin"), files)));
    assertArchiveFails(archive, ErrorCode.DATA_MALFORMED, "data_batch_1.bin: is there twice");
    byte[] wrongSum = whole.clone();
    wrongSum[whole.length - 6] ^= 1;
    Files.write(archive, wrongSum);
    assertArchiveFails(archive, ErrorCode.DATA_MALFORMED, "damaged compression");
  }

  private static void assertArchiveFails(Path archive, ErrorCode code, String message) {
    assertFails(code, () -> load(archive, ALL, 1, 0, DataType.FLOAT))
        .contains(archive.toString())
        .contains(message);
  }

  /** A kilobyte of compressed zeros can ask for a name as long as the memory. */
  @Test
  void anEndlessNameIsNotKept() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      TarArchiveEntry entry =
          new TarArchiveEntry("././@LongLink", TarArchiveEntry.LF_GNUTYPE_LONGNAME);
      byte[] name = new byte[64 << 20];
      Arrays.fill(name, (byte) 'a');
      entry.setSize(name.length);
      tar.putArchiveEntry(entry);
      tar.write(name);
      tar.closeArchiveEntry();
    }
    Path archive = folder.resolve("a.tar.gz");
    Files.write(archive, gzip(bytes.toByteArray()));
    Allocations allocations = new Allocations();

    assertArchiveFails(archive, ErrorCode.DATA_MALFORMED, "headers of more than 1048576 bytes");
    assertThat(allocations.bytes()).isLessThan(32 << 20);
  }

  @Test
  void classesAreTwoOrMoreAndDistinct() {
    assertThatThrownBy(
            () -> new CifarOptions("a", List.of(CifarClass.CAT), 1, 0, 0, Normalization.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'classes' = [cat]");
    assertThatThrownBy(
            () ->
                new CifarOptions(
                    "a", List.of(CifarClass.CAT, CifarClass.CAT), 1, 0, 0, Normalization.NONE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void readsCifar() {
    Path real = SharedData.folder("cifar-10");

    DataSet data = load(real, PLANES_AND_CARS, 1000, 2000, DataType.FLOAT);

    assertThat(data.train().features().shape()).containsExactly(1000, 3072);
    assertThat(data.test().targets().sum(0).toDoubleVector()).containsExactly(1000, 1000);
    assertThat(data.train().targets().sum(0).toDoubleVector()[0]).isBetween(400.0, 600.0);
    assertFails(
            ErrorCode.DATA_MISMATCH,
            () -> load(real, List.of(CifarClass.CAT, CifarClass.SHIP), 1, 0, DataType.FLOAT))
        .contains("0 available");
  }
}
