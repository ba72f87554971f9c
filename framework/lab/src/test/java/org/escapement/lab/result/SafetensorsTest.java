package org.escapement.lab.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

class SafetensorsTest {
  @TempDir Path folder;
  private Path file;

  @BeforeEach
  void name() {
    file = folder.resolve("a.safetensors");
  }

  private void write(String header, int dataLength) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    write(json.length, json, dataLength);
  }

  private void write(long headerLength, byte[] header, int dataLength) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(headerLength).array());
    bytes.write(header);
    bytes.write(new byte[dataLength]);
    Files.write(file, bytes.toByteArray());
  }

  private void assertMalformed(String what) {
    assertFails(ErrorCode.DATA_MALFORMED, () -> Safetensors.read(file))
        .contains(what)
        .contains(file.toString());
  }

  /** Every byte by hand: length 0x90, header padded to a multiple of 8, values of IEEE 754. */
  @Test
  void theBytesAreThoseOfTheFormat() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("w", Nd4j.createFromArray(new float[][] {{1, -2}, {0.5f, Float.NaN}}));
    tensors.put("b", Nd4j.createFromArray(3.0));

    Safetensors.write(file, tensors, Map.of("format", "pt"));

    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + "\"w\":{\"dtype\":\"F32\",\"shape\":[2,2],\"data_offsets\":[0,16]},"
            + "\"b\":{\"dtype\":\"F64\",\"shape\":[1],\"data_offsets\":[16,24]}}";
    String padded = header + " ".repeat(-header.length() & 7);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(HexFormat.of().formatHex(bytes, 0, 8)).isEqualTo("9000000000000000");
    assertThat(new String(bytes, 8, padded.length(), StandardCharsets.UTF_8)).isEqualTo(padded);
    assertThat(HexFormat.of().formatHex(bytes, 8 + padded.length(), bytes.length))
        .isEqualTo("0000803f" + "000000c0" + "0000003f" + "0000c07f" + "0000000000000840");
  }

  @Test
  void everythingComesBack() throws IOException {
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("z", Nd4j.createFromArray(1f, Float.NEGATIVE_INFINITY, -0f, Float.MIN_VALUE));
    tensors.put("größe \"\\\n", Nd4j.create(DataType.DOUBLE, 2, 3, 4, 1));
    tensors.put("scalar", Nd4j.scalar(2.5));
    tensors.put("", Nd4j.createFromArray(1.0));
    Map<String, String> metadata = new LinkedHashMap<>();
    metadata.put("seed", "1");
    metadata.put("ä", "\n");

    Safetensors.write(file, tensors, metadata);
    Safetensors.Contents contents = Safetensors.read(file);

    assertThat(contents.metadata()).isEqualTo(metadata);
    assertThat(contents.tensors().keySet()).containsExactlyElementsOf(tensors.keySet());
    tensors.forEach(
        (name, tensor) -> {
          INDArray back = contents.tensors().get(name);
          assertThat(back.dataType()).isEqualTo(tensor.dataType());
          assertThat(back.shape()).isEqualTo(tensor.shape());
          assertThat(back.data().asDouble()).containsExactly(tensor.data().asDouble());
        });
  }

  @Test
  void largeTensorsComeBack() throws IOException {
    double[] values = new double[100_003];
    Arrays.setAll(values, i -> i / 7.0);
    INDArray doubles = Nd4j.createFromArray(values);
    INDArray floats = doubles.castTo(DataType.FLOAT);

    Safetensors.write(file, Map.of("d", doubles), Map.of());
    assertThat(Safetensors.read(file).tensors().get("d")).isEqualTo(doubles);
    Safetensors.write(file, Map.of("f", floats), Map.of());
    assertThat(Safetensors.read(file).tensors().get("f")).isEqualTo(floats);
  }

  @Test
  void viewsAndOtherOrdersAreWrittenInTheOrderOfC() throws IOException {
    INDArray matrix = Nd4j.createFromArray(new double[][] {{1, 2, 3}, {4, 5, 6}});
    Map<String, INDArray> tensors = new LinkedHashMap<>();
    tensors.put("transposed", matrix.transpose());
    tensors.put("fortran", matrix.dup('f'));
    tensors.put("column", matrix.getColumn(1));
    tensors.put("part", matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 3)));

    Safetensors.write(file, tensors, Map.of());
    Map<String, INDArray> back = Safetensors.read(file).tensors();

    assertThat(back.get("transposed").toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{1, 4}, {2, 5}, {3, 6}});
    assertThat(back.get("fortran")).isEqualTo(matrix);
    assertThat(back.get("column").toDoubleVector()).containsExactly(2, 5);
    assertThat(back.get("part").toDoubleMatrix()).isDeepEqualTo(new double[][] {{2, 3}, {5, 6}});
    assertThat(matrix.wasClosed()).isFalse();
  }

  @Test
  void noTensorsAndEmptyTensorsAreAllowed() throws IOException {
    Safetensors.write(file, Map.of(), Map.of());
    assertThat(Safetensors.read(file).tensors()).isEmpty();

    write("{\"a\":{\"dtype\":\"F32\",\"shape\":[0,3],\"data_offsets\":[0,0]}}", 0);
    INDArray empty = Safetensors.read(file).tensors().get("a");
    assertThat(empty.shape()).containsExactly(0, 3);
    Safetensors.write(file, Map.of("a", empty), Map.of());
    assertThat(Safetensors.read(file).tensors().get("a").shape()).containsExactly(0, 3);
  }

  @Test
  void offsetsMayBeInAnyOrder() throws IOException {
    write(
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[8,12]},"
            + "\"b\":{\"data_offsets\":[0,8],\"shape\":[],\"dtype\":\"F64\"}}   ",
        12);

    assertThat(Safetensors.read(file).tensors().keySet()).containsExactly("a", "b");
  }

  @Test
  void whatIsNotAFileIsRefused() throws IOException {
    assertFails(ErrorCode.DATA_MISSING, () -> Safetensors.read(file)).contains("is not there");
    assertFails(ErrorCode.DATA_MALFORMED, () -> Safetensors.read(folder))
        .contains("not a regular file");
    Files.write(file, new byte[7]);
    assertMalformed("truncated: holds 7 bytes");
  }

  @Test
  void impossibleHeaderLengthsAreRefused() throws IOException {
    write(3, "{}".getBytes(StandardCharsets.UTF_8), 0);
    assertMalformed("claims a header of 3 bytes, can be at most 2");
    write(-1, new byte[100], 0);
    assertMalformed("claims a header of 18446744073709551615 bytes");
    write(Long.MAX_VALUE, new byte[100], 0);
    assertMalformed("claims a header of 9223372036854775807 bytes");
  }

  @Test
  void headersThatAreNoHeadersAreRefused() throws IOException {
    for (String header : new String[] {"", "  ", "[]", "1", "null", "\"a\"", "nonsense"}) {
      write(header, 0);
      assertMalformed("its header is not");
    }
    for (String header : new String[] {"{", "{\"a\"", "{\"a\":", "{\"a\":{", "{]"}) {
      write(header, 0);
      assertMalformed("its header is not JSON");
    }
    write("{} {}", 0);
    assertMalformed("its header goes on");
    write(3, new byte[] {'{', (byte) 0xff, '}'}, 0);
    assertMalformed("not UTF-8");
    write("[".repeat(100_000), 0);
    assertMalformed("its header is not a JSON object");
    write("{\"a\":" + "[".repeat(100_000), 0);
    assertMalformed("its header is not JSON");
  }

  private void assertEntryRefused(String entry, int dataLength, String what) throws IOException {
    write("{\"a\\n\":" + entry + "}", dataLength);
    assertMalformed(what);
  }

  @Test
  void entriesThatMakeNoSenseAreRefused() throws IOException {
    assertEntryRefused("7", 0, "tensor 'a\\n' has no keys");
    assertEntryRefused("{}", 0, "has the keys []");
    assertEntryRefused("{\"dtype\":\"F32\",\"shape\":[]}", 4, "has the keys [dtype, shape]");
    assertEntryRefused(entry("I64", "[1]", "[0,8]"), 8, "dtype \"I64\", must be F32 or F64");
    assertEntryRefused(entry("F16", "[1]", "[0,2]"), 2, "dtype \"F16\"");
    assertEntryRefused(entry("F32", "7", "[0,4]"), 4, "shape 7 is not a list of sizes");
    assertEntryRefused(entry("F32", "[-1]", "[0,4]"), 4, "shape [-1] is not a list of sizes");
    assertEntryRefused(entry("F32", "[1.5]", "[0,4]"), 4, "is not a list of sizes");
    assertEntryRefused(entry("F32", "[1e400]", "[0,4]"), 4, "is not a list of sizes");
    assertEntryRefused(entry("F32", "[99999999999999999999]", "[0,4]"), 4, "is not a list");
    assertEntryRefused(entry("F32", "[1]", "[0]"), 4, "data_offsets [0]");
    assertEntryRefused(entry("F32", "[1]", "[4,0]"), 4, "data_offsets [4, 0]");
    assertEntryRefused(entry("F32", "[1]", "[\"0\",4]"), 4, "is not a list of sizes");
    assertEntryRefused(entry("F32", "[2]", "[0,4]"), 4, "of shape [2] in F32 has 4 bytes");
    assertEntryRefused(entry("F64", "[1]", "[0,4]"), 4, "of shape [1] in F64 has 4 bytes");
    String overflow = "[4611686018427387904,4]";
    assertEntryRefused(entry("F32", overflow, "[0,0]"), 0, "has 0 bytes");
    String deep = "[" + "1,".repeat(40) + "1]";
    assertEntryRefused(entry("F32", deep, "[0,4]"), 4, "has 41 dimensions, at most 32");
  }

  private static String entry(String type, String shape, String offsets) {
    return "{\"dtype\":\"" + type + "\",\"shape\":" + shape + ",\"data_offsets\":" + offsets + "}";
  }

  @Test
  void theDataHasToBeOwnedOnce() throws IOException {
    String first = "{\"a\":" + entry("F32", "[2]", "[0,8]");

    write(first + "}", 7);
    assertMalformed("truncated: its tensors take 8 bytes, it holds 7");
    write(first + "}", 9);
    assertMalformed("its tensors take 8 bytes, it holds 9");
    write(first + ",\"b\":" + entry("F32", "[2]", "[4,12]") + "}", 12);
    assertMalformed("they overlap");
    write(first + ",\"b\":" + entry("F32", "[2]", "[12,20]") + "}", 20);
    assertMalformed("there is a gap");
    write(first + ",\"a\":" + entry("F32", "[2]", "[8,16]") + "}", 16);
    assertMalformed("Duplicate");
  }

  @Test
  void metadataIsText() throws IOException {
    write("{\"__metadata__\":7}", 0);
    assertMalformed("__metadata__ is not an object");
    write("{\"__metadata__\":{\"a\":7}}", 0);
    assertMalformed("__metadata__ 'a' is not a string");
    write("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0);
    assertMalformed("Duplicate");
  }

  @Test
  void whatTheFormatCannotHoldIsADefect() {
    assertThatThrownBy(
            () -> Safetensors.write(file, Map.of("a", Nd4j.createFromArray(1, 2)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("INT");
    assertThatThrownBy(
            () -> Safetensors.write(file, Map.of("__metadata__", Nd4j.scalar(1.0)), Map.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(file).doesNotExist();
  }
}
