package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(value = 2, unit = TimeUnit.MINUTES)
class MutatedFilesTest {
  private static final int MUTANTS = 400;

  @TempDir Path folder;

  private void assertHandled(Map<String, byte[]> files, Mutants.Damage damage, Mutants.Load load)
      throws IOException {
    int refused = Mutants.refused(MUTANTS, folder, files, damage, load);

    // a test whose mutants are all alike, or all harmless, would show nothing
    assertThat(refused).isBetween(MUTANTS / 4, MUTANTS - 1);
  }

  @Test
  void idx() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            IdxFiles.TRAIN_IMAGES,
            IdxFiles.images(6, 5, 4),
            IdxFiles.TRAIN_LABELS,
            IdxFiles.labels(0, 1, 2, 0, 1, 2),
            IdxFiles.TEST_IMAGES + ".gz",
            IdxFiles.gzip(IdxFiles.images(2, 5, 4)),
            IdxFiles.TEST_LABELS + ".gz",
            IdxFiles.gzip(IdxFiles.labels(0, 1)));

    assertHandled(
        files,
        Mutants::anyhow,
        context ->
            new IdxSource()
                .load(new IdxOptions(folder.toString(), 4, 2, 1, Normalization.STANDARD), context));
  }

  private static Map<String, byte[]> batches() {
    Map<String, byte[]> files = new HashMap<>();
    for (String name : CifarFiles.TRAINING) {
      files.put(name, CifarFiles.batch(7, 0, 1, 2));
    }
    files.put(CifarFiles.TEST, CifarFiles.batch(9, 1, 0));
    return files;
  }

  private static DataSet cifar(Path path, DataContext context) {
    List<CifarClass> classes = List.of(CifarClass.AIRPLANE, CifarClass.AUTOMOBILE);
    return new CifarSource()
        .load(new CifarOptions(path.toString(), classes, 8, 1, 2, Normalization.CHANNEL), context);
  }

  @Test
  void cifarFolder() throws IOException {
    assertHandled(batches(), Mutants::anyhow, context -> cifar(folder, context));
  }

  @Test
  void cifarArchive() throws IOException {
    byte[] tar = CifarFiles.tar(CifarFiles.PACKED, batches());

    assertHandled(
        Map.of("cifar.tar.gz", IdxFiles.gzip(tar)),
        (gzip, random) ->
            random.nextBoolean()
                ? Mutants.anyhow(gzip, random)
                : IdxFiles.gzip(Mutants.anyhow(damagedHeader(tar, random), random)),
        context -> cifar(folder.resolve("cifar.tar.gz"), context));
  }

  /** Flips bits in the header of a random entry. */
  private static byte[] damagedHeader(byte[] tar, RandomGenerator random) {
    byte[] bytes = tar.clone();
    int block = random.nextInt(bytes.length / 512);
    if (bytes[block * 512] == 'c') {
      bytes[block * 512 + random.nextInt(512)] ^= (byte) (1 << random.nextInt(8));
    }
    return bytes;
  }

  @Test
  void csv() throws IOException {
    Map<String, byte[]> files =
        Map.of(
            "train.csv",
                "a,b,kind\n1,2,x\n3.5,-4,y\n1e3,\"5\",x\n".getBytes(StandardCharsets.UTF_8),
            "test.csv", "a,b,kind\n7,8,y\n9,1,x\n".getBytes(StandardCharsets.UTF_8));
    CsvOptions options =
        new CsvOptions(
            folder.resolve("train.csv").toString(),
            folder.resolve("test.csv").toString(),
            true,
            null,
            TargetKind.ONE_HOT,
            ",",
            null,
            1,
            Normalization.STANDARD);

    assertHandled(
        files, MutatedFilesTest::damagedText, context -> new CsvSource().load(options, context));
  }

  private static byte[] damagedText(byte[] text, RandomGenerator random) {
    String[] words = {
      "NaN", "-Infinity", "1e400", "\"", "\n", ",", ",,,,,,", "\u0000", "9".repeat(99_999)
    };
    if (random.nextBoolean()) {
      return Mutants.anyhow(text, random);
    }
    String original = new String(text, StandardCharsets.UTF_8);
    int at = random.nextInt(original.length());
    return (original.substring(0, at)
            + words[random.nextInt(words.length)]
            + original.substring(at))
        .getBytes(StandardCharsets.UTF_8);
  }
}
