package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Allocations;
import org.escapement.lab.Errors;
import org.escapement.lab.Mutations;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Loads from a folder in which one file is damaged, missing, closed to readers or a folder. */
final class Mutants {
  /** How a file is damaged. */
  @FunctionalInterface
  interface Damage {
    byte[] of(byte[] original, RandomGenerator random);
  }

  /** A load, with the context of a run. */
  @FunctionalInterface
  interface Load {
    DataSet with(DataContext context);
  }

  private static final Set<ErrorCode> ALLOWED =
      EnumSet.of(ErrorCode.DATA_MALFORMED, ErrorCode.DATA_MISMATCH, ErrorCode.DATA_MISSING);

  /** The files are small; buffers and class loading take what is below this. */
  private static final long MOST_BYTES = 24 << 20;

  private Mutants() {}

  /** Damage that knows nothing of formats, or numbers that no count should be. */
  static byte[] anyhow(byte[] original, RandomGenerator random) {
    if (original.length > 16 && random.nextInt(4) == 0) {
      byte[] bytes = original.clone();
      int at = random.nextInt(Math.min(bytes.length - 8, 160));
      for (int i = 0; i < 8; i++) {
        bytes[at + i] = (byte) (random.nextBoolean() ? 0xff : random.nextInt(256));
      }
      return bytes;
    }
    return Mutations.of(original, random);
  }

  /**
   * Tries that many mutants, each of which must end in an error of one line that names a place in
   * the folder, or in a load of finite numbers, and take no more memory than the files deserve.
   *
   * @return how many were refused
   */
  static int refused(int count, Path folder, Map<String, byte[]> files, Damage damage, Load load)
      throws IOException {
    RandomGenerator random = RandomStreams.of(17).stream("mutants");
    List<String> names = List.copyOf(new TreeMap<>(files).keySet());
    int refused = 0;
    write(folder, files);
    load.with(new DataContext(RandomStreams.of(1), DataType.FLOAT)); // whole files load
    for (int mutant = 0; mutant < count; mutant++) {
      write(folder, files);
      String victim = names.get(random.nextInt(names.size()));
      mutate(folder.resolve(victim), files.get(victim), damage, random);
      refused += loads(folder, load, "mutant " + mutant + " of " + victim) ? 0 : 1;
    }
    return refused;
  }

  private static void write(Path folder, Map<String, byte[]> files) throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      Files.deleteIfExists(folder.resolve(file.getKey()));
      Files.write(folder.resolve(file.getKey()), file.getValue());
    }
  }

  private static void mutate(Path file, byte[] original, Damage damage, RandomGenerator random)
      throws IOException {
    switch (random.nextInt(30)) {
      case 0 -> Files.delete(file);
      case 1 -> {
        Files.delete(file);
        Files.createDirectory(file);
      }
      case 2 -> file.toFile().setReadable(false); // the superuser reads it all the same
      default -> Files.write(file, damage.of(original, random));
    }
  }

  private static boolean loads(Path folder, Load load, String mutant) {
    DataContext context = new DataContext(RandomStreams.of(1), DataType.FLOAT);
    Allocations allocations = new Allocations();
    try {
      DataSet data = load.with(context);
      assertThat(data.train().count()).as(mutant).isPositive();
      assertFinite(data.train().features(), mutant);
      assertFinite(data.train().targets(), mutant);
      assertThat(data.train().targets().size(1)).as(mutant).isEqualTo(data.outputs());
      return true;
    } catch (EscapementException e) {
      assertThat(e.code()).as(mutant + ": " + e.getMessage()).isIn(ALLOWED);
      Errors.assertOneLine(e.getMessage());
      assertThat(e.getMessage()).as(mutant).contains(folder.toString());
      return false;
    } finally {
      assertThat(allocations.bytes()).as("allocations of " + mutant).isLessThan(MOST_BYTES);
    }
  }

  private static void assertFinite(INDArray numbers, String mutant) {
    for (float number : numbers.ravel().toFloatVector()) {
      assertThat(Float.isFinite(number)).as(mutant).isTrue();
    }
  }
}
