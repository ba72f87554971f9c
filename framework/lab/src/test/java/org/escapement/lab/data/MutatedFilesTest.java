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
  private static final List<String> SHAPES =
      List.of(
          "(-4, 2, 3)",
          "(4, -2, -3)",
          "(0, 2, 3)",
          "(4, 0, 3)",
          "(2147483647, 2147483647)",
          "(2147483648,)",
          "(4294967300, 2, 3)",
          "(99999999999999999999, 2)",
          "(4, 2, 3, 1, 1)",
          "()",
          "(4.0, 2)",
          "(4, 2, 3",
          "'(4, 2, 3)'",
          "None");

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
        MutatedFilesTest::damagedInsideOrOut,
        context ->
            new IdxSource()
                .load(new IdxOptions(folder.toString(), 4, 2, 1, Normalization.STANDARD), context));
  }

  /** Of a gzip file, half of the time what it holds. */
  private static byte[] damagedInsideOrOut(byte[] file, RandomGenerator random) {
    boolean compressed = file[0] == 0x1f && (file[1] & 0xff) == 0x8b;
    return compressed && random.nextBoolean()
        ? IdxFiles.gzip(Mutants.anyhow(IdxFiles.gunzip(file), random))
        : Mutants.anyhow(file, random);
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

  private static Map<String, byte[]> arrays() {
    return Map.of(
        "x.npy", NpyFiles.of("<f8", false, "(4, 2, 3)", NpyFiles.doubles(24)),
        "y.npy", NpyFiles.of("|u1", false, "(4,)", new byte[] {0, 2, 1, 2}));
  }

  @Test
  void npy() throws IOException {
    NpyOptions options =
        new NpyOptions(
            null,
            folder.resolve("x.npy").toString(),
            folder.resolve("y.npy").toString(),
            null,
            null,
            TargetKind.ONE_HOT,
            null,
            1,
            Normalization.STANDARD);

    assertHandled(
        arrays(),
        MutatedFilesTest::damagedNumbers,
        context -> new NpySource().load(options, context));
  }

  /** Often NaN or a number without end in place of one, or a shape that is none. */
  private static byte[] damagedNumbers(byte[] array, RandomGenerator random) {
    if (random.nextBoolean() || array.length < 192) {
      return Mutants.anyhow(array, random);
    }
    if (random.nextInt(3) == 0) {
      String shape = SHAPES.get(random.nextInt(SHAPES.size()));
      return NpyFiles.of("<f8", random.nextBoolean(), shape, NpyFiles.doubles(24));
    }
    byte[] bytes = array.clone();
    int at = bytes.length - 8 * (1 + random.nextInt(8));
    bytes[at + 7] = 0x7f;
    bytes[at + 6] = (byte) (random.nextBoolean() ? 0xf8 : 0xf0);
    return bytes;
  }

  @Test
  void npz() throws IOException {
    NpyOptions options =
        new NpyOptions(
            folder.resolve("d.npz").toString(),
            "x",
            "y",
            null,
            null,
            TargetKind.ONE_HOT,
            2,
            1,
            Normalization.NONE);

    assertHandled(
        Map.of("d.npz", NpyFiles.zip(arrays())),
        (zip, random) -> {
          if (random.nextBoolean()) {
            return Mutants.anyhow(zip, random);
          }
          Map<String, byte[]> damaged = new HashMap<>(arrays());
          damaged.computeIfPresent(
              random.nextBoolean() ? "x.npy" : "y.npy",
              (name, array) -> damagedNumbers(array, random));
          return random.nextBoolean()
              ? NpyFiles.zip(damaged)
              : Mutants.anyhow(NpyFiles.zip(damaged), random);
        },
        context -> new NpySource().load(options, context));
  }
}
