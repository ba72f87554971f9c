package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.data.fetch.DataStore;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

/** Data sets that were fetched are found by their names. */
class FetchedDataTest {
  private static final DataContext CONTEXT = new DataContext(RandomStreams.of(1), DataType.FLOAT);

  @TempDir private Path root;

  private DataSet idx(String dir) {
    return new IdxSource(new DataStore(root))
        .load(new IdxOptions(dir, 2, 0, 0, Normalization.NONE), CONTEXT);
  }

  private DataSet cifar(String path) {
    List<CifarClass> classes = List.of(CifarClass.AIRPLANE, CifarClass.AUTOMOBILE);
    return new CifarSource(new DataStore(root))
        .load(new CifarOptions(path, classes, 10, 1, 0, Normalization.NONE), CONTEXT);
  }

  private static void writeIdx(Path folder) throws IOException {
    Files.createDirectories(folder);
    Files.write(
        folder.resolve(IdxFiles.TRAIN_IMAGES + ".gz"), IdxFiles.gzip(IdxFiles.images(3, 2, 2)));
    Files.write(
        folder.resolve(IdxFiles.TRAIN_LABELS + ".gz"), IdxFiles.gzip(IdxFiles.labels(0, 1, 2)));
  }

  @Test
  void idxByItsName() throws IOException {
    writeIdx(root.resolve("mnist"));

    assertThat(idx("mnist").sha256()).isEqualTo(idx(root.resolve("mnist").toString()).sha256());
  }

  @Test
  void cifarByItsNameAndItsFolderAsDownloaded() throws IOException {
    Map<String, byte[]> batches = new HashMap<>();
    for (String name : CifarFiles.TRAINING) {
      batches.put(name, CifarFiles.batch(7, 0, 1, 2));
    }
    batches.put(CifarFiles.TEST, CifarFiles.batch(9, 1, 0));
    Path folder = Files.createDirectories(root.resolve("cifar-10"));
    Files.write(
        folder.resolve("cifar-10-binary.tar.gz"),
        IdxFiles.gzip(CifarFiles.tar(CifarFiles.PACKED, batches)));
    String packed = cifar("cifar-10").sha256();

    assertThat(cifar(folder.toString()).sha256()).isEqualTo(packed);
    for (Map.Entry<String, byte[]> batch : batches.entrySet()) {
      Files.write(folder.resolve(batch.getKey()), batch.getValue());
    }
    Files.writeString(folder.resolve("cifar-10-binary.tar.gz"), "unpacked batches come first");
    assertThat(cifar("cifar-10").sha256()).isEqualTo(packed);
  }

  @Test
  void whatLacksIsToldWithTheCommandThatFetchesIt() throws IOException {
    assertFails(ErrorCode.DATA_MISSING, () -> idx("fashion_mnist"))
        .startsWith("folder 'fashion_mnist' of IDX files is not there (looked at ")
        .endsWith("); 'escapement data fetch fashion-mnist' fetches fashion-mnist");
    assertFails(ErrorCode.DATA_MISSING, () -> cifar("cifar-10"))
        .endsWith("); 'escapement data fetch cifar-10' fetches cifar-10");
    assertFails(ErrorCode.DATA_MISSING, () -> idx("elsewhere")).endsWith(")");
    Files.createDirectories(root.resolve("mnist"));
    assertFails(ErrorCode.DATA_MISSING, () -> idx("mnist"))
        .contains("mnist: holds neither train-images-idx3-ubyte nor ");
  }

  @Test
  void aTildeIsTheUsersOwnFolder() {
    String missing = "no-such-folder-" + root.getFileName();

    assertFails(ErrorCode.DATA_MISSING, () -> idx("~/" + missing))
        .contains("(looked at " + Path.of(System.getProperty("user.home"), missing) + ")");
    assertFails(ErrorCode.DATA_MISSING, () -> idx("~" + missing))
        .contains(Path.of("~" + missing).toAbsolutePath().toString());
  }
}
