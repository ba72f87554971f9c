package org.escapement.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Allocations;
import org.escapement.lab.Errors;
import org.escapement.lab.Mutations;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.ParameterTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class SafetensorsCorruptionTest {
  private static final int FILES = 2000;

  /** The file is under 1 kB; buffers and class loading take what is below this. */
  private static final long MOST_BYTES = 16 << 20;

  private static final Set<ErrorCode> ALLOWED =
      EnumSet.of(ErrorCode.DATA_MALFORMED, ErrorCode.DATA_MISMATCH, ErrorCode.DATA_MISSING);

  private static final List<ParameterTensor> LAYOUT =
      List.of(
          new ParameterTensor("layers.0.weight", List.of(4L, 3L), 0),
          new ParameterTensor("layers.0.bias", List.of(4L), 12),
          new ParameterTensor("layers.1.weight", List.of(2L, 4L), 16));

  @TempDir Path folder;

  @Test
  @Timeout(value = 2, unit = TimeUnit.MINUTES)
  void damageEndsInAnErrorOfOneLineOrInALoad() throws IOException {
    RandomGenerator random = RandomStreams.of(12).stream("damage");
    Path file = folder.resolve("a.safetensors");
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("layers.0.weight", Nd4j.ones(DataType.FLOAT, 4, 3));
    tensors.put("layers.0.bias", Nd4j.ones(DataType.FLOAT, 4));
    tensors.put("layers.1.weight", Nd4j.ones(DataType.DOUBLE, 2, 4));
    Safetensors.write(file, tensors, Map.of("loss", "mse", "seed", "1"));
    byte[] original = Files.readAllBytes(file);
    int dataLength = 16 * 4 + 8 * 8;
    int refused = 0;
    for (int i = 0; i < FILES; i++) {
      byte[] damaged =
          switch (random.nextInt(6)) {
            case 0 -> withNumberBroken(original, dataLength, random);
            case 1, 2 -> withDigitChanged(original, original.length - dataLength, random);
            default -> Mutations.of(original, random);
          };
      place(file, damaged, random);
      refused += load(file, i) ? 0 : 1;
    }

    assertThat(refused).isBetween(FILES / 2, FILES - 1);
  }

  /** Now and then it is a folder, not there, or not to be read. */
  private static void place(Path file, byte[] content, RandomGenerator random) throws IOException {
    Files.deleteIfExists(file);
    switch (random.nextInt(60)) {
      case 0 -> Files.createDirectory(file);
      case 1 -> {}
      case 2 -> {
        Files.write(file, content);
        file.toFile().setReadable(false); // the superuser reads it all the same
      }
      default -> Files.write(file, content);
    }
  }

  /** A copy with a value that no weight has. */
  private static byte[] withNumberBroken(byte[] original, int dataLength, RandomGenerator random) {
    byte[] bytes = original.clone();
    int at = original.length - 4 * (1 + random.nextInt(dataLength / 4));
    bytes[at + 3] = (byte) (random.nextBoolean() ? 0x7f : 0xff);
    bytes[at + 2] = (byte) (random.nextBoolean() ? 0x80 : 0xf8);
    return bytes;
  }

  /** A copy with one digit of the JSON replaced: the damage that stays JSON. */
  private static byte[] withDigitChanged(byte[] original, int headerEnd, RandomGenerator random) {
    byte[] bytes = original.clone();
    int at;
    do {
      at = random.nextInt(8, headerEnd);
    } while (!Character.isDigit(bytes[at]));
    bytes[at] = (byte) "0123456789-.e,]".charAt(random.nextInt(15));
    return bytes;
  }

  private static boolean load(Path file, int index) {
    Allocations allocations = new Allocations();
    try {
      Safetensors.Contents contents = Safetensors.read(file);
      long values = contents.tensors().values().stream().mapToLong(INDArray::length).sum();
      assertThat(values).isEqualTo(24);
      INDArray point = ParameterFile.read(file, LAYOUT, DataType.FLOAT);
      assertThat(point.length()).isEqualTo(24);
      for (float value : point.toFloatVector()) {
        assertThat(Float.isFinite(value)).as("file " + index).isTrue();
      }
      return true;
    } catch (EscapementException e) {
      assertThat(e.code()).as("file " + index).isIn(ALLOWED);
      Errors.assertOneLine(e.getMessage());
      return false;
    } finally {
      assertThat(allocations.bytes()).as("allocations, file " + index).isLessThan(MOST_BYTES);
    }
  }
}
