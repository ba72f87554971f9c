package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.ModelFactory;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Damaged files end in one line with a code, or load to a network that computes: never in another
 * exception, in a hang or in memory without bound. The damage is random, from fixed seeds.
 */
class DamagedFilesTest {
  private static final int MUTATIONS = 260;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  /** How often each code was met, for what would test nothing. */
  private final Map<ErrorCode, Integer> refusals = new EnumMap<>(ErrorCode.class);

  @AfterEach
  void nothingIsTakenForADefect() {
    assertThat(refusals).doesNotContainKey(ErrorCode.PLUGIN_CONTRACT);
  }

  @Test
  void damagedZipsOfPerceptrons() throws IOException {
    byte[] sound = Files.readAllBytes(TestNetworks.saved(TestNetworks.perceptron()));
    damage(new Dl4jFactory(), sound, List.of(4L), 1);
    assertThat(refusals.get(ErrorCode.DATA_MALFORMED)).isGreaterThan(MUTATIONS / 2);
  }

  @Test
  void damagedEntriesOfZips() throws IOException {
    Map<String, byte[]> entries =
        entries(Files.readAllBytes(TestNetworks.saved(TestNetworks.perceptron())));
    Random random = new Random(2);
    for (int i = 0; i < MUTATIONS; i++) {
      Map<String, byte[]> damaged = new LinkedHashMap<>(entries);
      String name = random.nextInt(3) == 0 ? "coefficients.bin" : "configuration.json";
      damaged.put(name, mutated(entries.get(name), random));
      attempt(new Dl4jFactory(), zip(damaged), List.of(4L), name + ", mutation " + i);
    }
  }

  @Test
  void damagedConfigurationsOfGraphs() throws IOException {
    Map<String, byte[]> entries =
        entries(Files.readAllBytes(TestNetworks.saved(TestNetworks.residual(true))));
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    Random random = new Random(3);
    List<Long> shape = List.of(2L, TestNetworks.SIDE, TestNetworks.SIDE);
    for (int i = 0; i < MUTATIONS; i++) {
      Map<String, byte[]> damaged = new LinkedHashMap<>(entries);
      damaged.put("configuration.json", numberChanged(json, random));
      attempt(new Dl4jFactory(), zip(damaged), shape, "graph, mutation " + i);
    }
  }

  @Test
  void damagedKerasFiles() throws IOException {
    byte[] sequential = Files.readAllBytes(KerasFileTest.file(folder, "sequential.h5"));
    damage(new KerasFactory(), sequential, List.of(2L, 4L, 4L), 4);
    byte[] functional = Files.readAllBytes(KerasFileTest.file(folder, "functional.h5"));
    damage(new KerasFactory(), functional, List.of(4L), 5);
    assertThat(refusals.get(ErrorCode.DATA_MALFORMED)).isGreaterThan(MUTATIONS / 2);
  }

  @Test
  void whatIsNoFileOfTheKind() throws IOException {
    for (ModelFactory<NetworkOptions> factory :
        List.<ModelFactory<NetworkOptions>>of(new Dl4jFactory(), new KerasFactory())) {
      assertCode(factory, folder.resolve("absent"), ErrorCode.DATA_MISSING, "no such file");
      assertCode(factory, folder, ErrorCode.DATA_MALFORMED, "is no regular file");
      assertCode(factory, written(new byte[0]), ErrorCode.DATA_MALFORMED, "is no ");
      assertCode(factory, written("GIF89a".getBytes()), ErrorCode.DATA_MALFORMED, "is no ");
    }
  }

  @Test
  void whatMayNotBeRead() throws IOException {
    Path closed = written(new byte[] {1});
    Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));
    Assumptions.assumeFalse(Files.isReadable(closed), "the superuser may read every file");
    assertCode(new Dl4jFactory(), closed, ErrorCode.DATA_MISSING, "permission denied");
    assertCode(new KerasFactory(), closed, ErrorCode.DATA_MISSING, "permission denied");
  }

  @Test
  void hugeCountsAreNotBelieved() throws IOException {
    Map<String, byte[]> entries =
        entries(Files.readAllBytes(TestNetworks.saved(TestNetworks.perceptron())));
    byte[] coefficients = entries.get("coefficients.bin");
    ByteArrayOutputStream huge = new ByteArrayOutputStream();
    int mode = 2 + ByteBuffer.wrap(coefficients).getShort();
    huge.write(coefficients, 0, mode);
    huge.write(ByteBuffer.allocate(8).putLong(1L << 60).array());
    huge.write(coefficients, mode + 8, coefficients.length - mode - 8);
    entries.put("coefficients.bin", huge.toByteArray());
    assertCode(new Dl4jFactory(), written(zip(entries)), ErrorCode.DATA_MALFORMED, "a shape of");
    String json = new String(entries.get("configuration.json"), StandardCharsets.UTF_8);
    for (String many : List.of("2000000000", "99999999999")) {
      entries.put(
          "configuration.json",
          json.replaceAll("\"nin\" : 4", "\"nin\" : " + many).getBytes(StandardCharsets.UTF_8));
      assertThat(entries.get("configuration.json").length).isNotEqualTo(json.length());
      assertCode(
          new Dl4jFactory(), written(zip(entries)), ErrorCode.MEMORY, "parameters, more than");
    }
  }

  /** Refused by the layers' sizes, before a tensor is read. */
  @Test
  void tensorsFarLargerThanTheLayersAreNotRead() throws IOException {
    byte[] sound = Files.readAllBytes(KerasFileTest.file(folder, "sequential.h5"));
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    String fewer = text.replace("\"filters\": 3", "\"filters\": 1");
    assertThat(fewer).isNotEqualTo(text);
    Path file = written(fewer.getBytes(StandardCharsets.ISO_8859_1));
    assertCode(new KerasFactory(), file, ErrorCode.DATA_MALFORMED, "parameters, the file holds");
  }

  @Test
  void aConfigurationWithoutEndIsRefused() throws IOException {
    Map<String, byte[]> entries =
        entries(Files.readAllBytes(TestNetworks.saved(TestNetworks.perceptron())));
    byte[] json = entries.get("configuration.json");
    byte[] padded = Arrays.copyOf(json, 5 << 20);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    entries.put("configuration.json", padded);
    assertCode(
        new Dl4jFactory(), written(zip(entries)), ErrorCode.DATA_MALFORMED, "is longer than");
  }

  @Test
  void memoryThatJavaHasNotIsALineThatNamesTheFile() {
    Path file = written(new byte[] {1});
    EscapementException refused =
        Assertions.assertThrows(
            EscapementException.class,
            () ->
                ModelFiles.read(
                    file.toString(),
                    path -> {
                      throw new OutOfMemoryError("Java heap space");
                    }));
    assertThat(refused.code()).isEqualTo(ErrorCode.MEMORY);
    assertThat(refused).hasMessage(file + ": needs more memory than Java has: Java heap space");
  }

  /** An entry that would run code if it were deserialised is not opened. */
  @Test
  void serialisedObjectsAreNotRead() throws IOException {
    Map<String, byte[]> entries =
        entries(Files.readAllBytes(TestNetworks.saved(TestNetworks.perceptron())));
    entries.put("preprocessor.bin", "no object at all".getBytes());
    entries.put("normalizer.bin", "nor this".getBytes());
    entries.put("updaterState.bin", new byte[] {1});
    Model model = load(new Dl4jFactory(), written(zip(entries)), List.of(4L));
    assertThat(model.notes())
        .containsExactly(
            "the file's normalizer.bin is not applied: the data have to come as it leaves them",
            "the file's preprocessor.bin is not applied: the data have to come as it leaves them");
  }

  private void damage(
      ModelFactory<NetworkOptions> factory, byte[] sound, List<Long> shape, long seed) {
    Random random = new Random(seed);
    for (int i = 0; i < MUTATIONS; i++) {
      attempt(factory, mutated(sound, random), shape, "mutation " + i + " of seed " + seed);
    }
  }

  /** Cut off, some bits flipped, a stretch overwritten with one byte, or a stretch left out. */
  private static byte[] mutated(byte[] sound, Random random) {
    byte[] bytes = sound.clone();
    int from = random.nextInt(bytes.length);
    int length = Math.min(1 + random.nextInt(32), bytes.length - from);
    switch (random.nextInt(4)) {
      case 0 -> bytes = Arrays.copyOf(bytes, from);
      case 1 -> {
        for (int i = 0; i <= random.nextInt(8); i++) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
      }
      case 2 -> Arrays.fill(bytes, from, from + length, (byte) (random.nextInt(3) * 127 - 127));
      default -> {
        System.arraycopy(sound, from + length, bytes, from, sound.length - from - length);
        bytes = Arrays.copyOf(bytes, sound.length - length);
      }
    }
    return bytes;
  }

  /** Another number, negative, zero or huge, or one of the vertices' names in place of another. */
  private static byte[] numberChanged(String json, Random random) {
    List<String> others =
        List.of(
            "-1", "0", "1", "7", "2147483647", "99999999999", "\"stem\"", "null", "[]", "1e300");
    var values =
        java.util.regex.Pattern.compile("(?<=[:\\[,] )(-?[0-9.]+|\"[a-z0-9]+\"|null|true|false)")
            .matcher(json)
            .results()
            .toList();
    var value = values.get(random.nextInt(values.size()));
    return (json.substring(0, value.start())
            + others.get(random.nextInt(others.size()))
            + json.substring(value.end()))
        .getBytes(StandardCharsets.UTF_8);
  }

  private void attempt(
      ModelFactory<NetworkOptions> factory, byte[] bytes, List<Long> shape, String what) {
    Path file = written(bytes);
    Assertions.assertTimeoutPreemptively(
        LIMIT,
        () -> {
          try {
            Model model = load(factory, file, shape);
            long inputs = shape.stream().reduce(1L, (a, b) -> a * b);
            INDArray rows = TestNetworks.random(1, 3, inputs);
            Objective objective = model.objective(new Examples(rows, TestNetworks.classes(rows)));
            objective.loss(TestModels.trained(model), Batch.all(3));
          } catch (EscapementException e) {
            refusals.merge(e.code(), 1, Integer::sum);
            assertThat(e.getMessage()).as(what).doesNotContain("\n").contains(file.toString());
          } catch (Throwable e) {
            throw new AssertionError(what + " ended in " + e, e);
          }
        },
        what);
  }

  private static Model load(ModelFactory<NetworkOptions> factory, Path file, List<Long> shape) {
    boolean images = shape.size() == 3;
    Loss loss = images ? Loss.CROSS_ENTROPY : Loss.MEAN_SQUARED_ERROR;
    return TestModels.of(factory, file, shape, loss, Gradients.AUTO, false);
  }

  private static void assertCode(
      ModelFactory<NetworkOptions> factory, Path file, ErrorCode code, String message) {
    EscapementException refused =
        Assertions.assertThrows(EscapementException.class, () -> load(factory, file, List.of(4L)));
    assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
    assertThat(refused).hasMessageStartingWith(file + ": ").hasMessageContaining(message);
  }

  private Path written(byte[] bytes) {
    try {
      return Files.write(folder.resolve("damaged-" + System.nanoTime()), bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, byte[]> entries(byte[] zip) throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipInputStream in = new ZipInputStream(new java.io.ByteArrayInputStream(zip))) {
      for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
        entries.put(entry.getName(), in.readAllBytes());
      }
    }
    return entries;
  }

  private static byte[] zip(Map<String, byte[]> entries) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream out = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        out.putNextEntry(new ZipEntry(entry.getKey()));
        out.write(entry.getValue());
      }
    }
    return bytes.toByteArray();
  }
}
