package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.Allocations;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;

class NpySourceTest {
  @TempDir Path folder;

  private String write(String name, byte[] content) throws IOException {
    return Files.write(folder.resolve(name), content).toString();
  }

  private String labels(int... labels) throws IOException {
    byte[] bytes = new byte[labels.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) labels[i];
    }
    return write("y.npy", NpyFiles.of("|u1", false, "(" + labels.length + ",)", bytes));
  }

  private static DataSet load(NpyOptions options, DataType precision) {
    return new NpySource().load(options, new DataContext(RandomStreams.of(1), precision));
  }

  private static DataSet load(String features, String labels) {
    return load(options(null, features, labels, TargetKind.ONE_HOT, null, 0), DataType.DOUBLE);
  }

  private static NpyOptions options(
      String archive, String features, String labels, TargetKind targets, Integer train, int test) {
    return new NpyOptions(
        archive, features, labels, null, null, targets, train, test, Normalization.NONE);
  }

  @Test
  void classesAndShapes() throws IOException {
    String y = labels(0, 3);
    byte[] numbers = NpyFiles.doubles(24);

    DataSet table = load(write("x.npy", NpyFiles.of("<f8", false, "(2, 12)", numbers)), y);
    assertThat(table.inputShape()).containsExactly(12L);
    assertThat(table.outputs()).isEqualTo(4);
    assertThat(table.train().targets().argMax(1).toIntVector()).containsExactly(0, 3);
    for (int i = 0; i < 24; i++) {
      assertThat(table.train().features().getDouble(i / 12, i % 12)).isEqualTo(i / 2.0);
    }
    assertThat(table.test()).isEqualTo(Examples.none());
    assertThat(
            load(write("x.npy", NpyFiles.of("<f8", false, "(2, 3, 4)", numbers)), y).inputShape())
        .containsExactly(1L, 3L, 4L);
    assertThat(
            load(write("x.npy", NpyFiles.of("<f8", false, "(2, 3, 2, 2)", numbers)), y)
                .inputShape())
        .containsExactly(3L, 2L, 2L);
  }

  /**
   * Written by NumPy: {@code np.save(f, np.asfortranarray(np.arange(12, dtype='>i2').reshape(2, 3,
   * 2)))}.
   */
  @Test
  void readsWhatNumpyWroteColumnMajorAndBigEndian() throws IOException {
    byte[] file =
        Base64.getDecoder()
            .decode(
                "k05VTVBZAQB2AHsnZGVzY3InOiAnPmkyJywgJ2ZvcnRyYW5fb3JkZXInOiBUcnVlLCAnc2hh"
                    + "cGUnOiAoMiwgMywgMiksIH0gICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAg"
                    + "ICAgICAgICAgICAgICAgICAgIAoAAAAGAAIACAAEAAoAAQAHAAMACQAFAAs=");

    DataSet data = load(write("x.npy", file), labels(0, 1));

    assertThat(data.inputShape()).containsExactly(1L, 3L, 2L);
    assertThat(data.train().features().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0, 1, 2, 3, 4, 5}, {6, 7, 8, 9, 10, 11}});
  }

  @ParameterizedTest
  @CsvSource({
    "|b1, 01ff, 1, 1",
    "|i1, 80ff, -128, -1",
    "<u2, 0100feff, 1, 65534",
    ">i2, 0001fffe, 1, -2",
    "<u4, 01000000ffffffff, 1, 4294967295",
    "<i4, 01000000ffffffff, 1, -1",
    ">i8, 0000000000000001ffffffffffffffff, 1, -1",
    "<f4, 0000803f000000c0, 1, -2",
    ">f8, 3ff0000000000000c000000000000000, 1, -2"
  })
  void everyTypeOfNumber(String type, String bytes, double first, double second)
      throws IOException {
    byte[] file = NpyFiles.of(type, false, "(2, 1)", HexFormat.of().parseHex(bytes));

    assertThat(load(write("x.npy", file), labels(0, 1)).train().features().toDoubleVector())
        .containsExactly(first, second);
  }

  @Test
  void unsignedBytesArePixels() throws IOException {
    byte[] file = NpyFiles.of("|u1", false, "(2, 2)", new byte[] {0, 51, -1, 102});

    assertThat(load(write("x.npy", file), labels(0, 1)).train().features().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0, 51 / 255.0}, {1, 102 / 255.0}});
  }

  @Test
  void anArchiveGivesTheSameAsFiles() throws IOException {
    byte[] x = NpyFiles.of("<f8", false, "(4, 3)", NpyFiles.doubles(12));
    byte[] y = NpyFiles.of("|u1", false, "(4,)", new byte[] {0, 1, 1, 0});
    String archive = write("d.npz", NpyFiles.zip(Map.of("x.npy", x, "y.npy", y)));
    DataSet packed = load(options(archive, "x", "y", TargetKind.ONE_HOT, 2, 1), DataType.DOUBLE);
    DataSet files =
        load(
            options(null, write("x.npy", x), write("y.npy", y), TargetKind.ONE_HOT, 2, 1),
            DataType.DOUBLE);

    assertThat(packed.train().features()).isEqualTo(files.train().features());
    assertThat(packed.test().features().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{3, 3.5, 4}});
    assertThat(packed.sha256()).isEqualTo(files.sha256());
    assertFails(
            ErrorCode.DATA_MISMATCH,
            () -> load(options(archive, "z", "y", TargetKind.ONE_HOT, 2, 1), DataType.DOUBLE))
        .contains(archive + ": holds no array 'z.npy'");
  }

  @Test
  void numbersToPredictAndTheDigest() throws Exception {
    String x = write("x.npy", NpyFiles.of("<f8", false, "(2, 1)", NpyFiles.doubles(2)));
    String y = write("y.npy", NpyFiles.of("<f8", false, "(2, 2)", NpyFiles.doubles(4)));
    DataSet data = load(options(null, x, y, TargetKind.REGRESSION, null, 0), DataType.DOUBLE);
    ByteBuffer bytes = ByteBuffer.allocate(12 + 6 * 8).putInt(2).putInt(1).putInt(2);
    for (double number : new double[] {0, 0.5, 0, 0.5, 1, 1.5}) {
      bytes.putDouble(number);
    }

    assertThat(data.outputs()).isEqualTo(2);
    assertThat(data.train().targets().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{0, 0.5}, {1, 1.5}});
    assertThat(data.sha256())
        .isEqualTo(
            HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.array())));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(x, y)).contains("set targets: regression");
  }

  @Test
  void whatIsWrongIsSaid() throws IOException {
    String y = labels(0, 1);
    byte[] numbers = NpyFiles.doubles(4);
    assertMalformed(new byte[3], y, "is not in the npy format");
    assertMalformed(
        NpyFiles.of("<f8", false, "(3, 2)", numbers),
        y,
        "truncated: its header promises 48 bytes of numbers, it holds 32");
    assertMalformed(NpyFiles.of("<f8", false, "(1, 2)", numbers), y, "promises 16 bytes");
    assertMalformed(NpyFiles.of("<f8", false, "(-2, 2)", numbers), y, "lacks shape or order");
    assertMalformed(NpyFiles.of("<f8", false, "(99999999999, 2)", numbers), y, "impossible shape");
    assertMalformed(
        NpyFiles.of("<f8", false, "(2147483647, 2147483647, 2147483647)", numbers),
        y,
        "impossible shape");
    assertMalformed(NpyFiles.of("<c8", false, "(2, 2)", numbers), y, "holds neither integers nor");
    assertMalformed(NpyFiles.of("|O", false, "(2, 2)", numbers), y, "holds neither integers nor");
    byte[] notANumber = NpyFiles.of("<f8", false, "(2, 2)", numbers);
    notANumber[notANumber.length - 1] = 0x7f;
    notANumber[notANumber.length - 2] = (byte) 0xf8;
    assertMalformed(notANumber, y, "example 1 holds NaN, must be finite");
  }

  private void assertMalformed(byte[] features, String y, String message) throws IOException {
    String x = write("x.npy", features);
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(x, y)).contains(x).contains(message);
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    String x = write("x.npy", NpyFiles.of("<f8", false, "(2, 2)", NpyFiles.doubles(4)));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(x, labels(0, 1, 2)))
        .contains("holds 3 labels")
        .contains("holds 2 examples");
    String flat = write("flat.npy", NpyFiles.of("<f8", false, "(4,)", NpyFiles.doubles(4)));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(flat, labels(0, 1)))
        .contains("has 1 axes, must have 2 to 4");
    String halves = write("h.npy", NpyFiles.of("<f8", false, "(2,)", NpyFiles.doubles(2)));
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(x, halves))
        .contains("holds the label 0.5, a class is an integer from 0 on");
    String y = labels(0, 1);
    assertFails(
            ErrorCode.DATA_MISMATCH,
            () -> load(options(null, x, y, TargetKind.ONE_HOT, 2, 1), DataType.FLOAT))
        .contains("train = 2 and test = 1 examples asked for, 2 available");
    assertFails(ErrorCode.DATA_MISSING, () -> load("no/such.npy", y));
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(folder.toString(), y))
        .contains("is not a regular file");
    assertThatThrownBy(
            () ->
                new NpyOptions(
                    null, "x", "y", "t", null, TargetKind.ONE_HOT, 1, 0, Normalization.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("testLabels");
  }

  @Test
  void hugeShapesCostNothing() throws IOException {
    String x = write("x.npy", NpyFiles.of("<f8", false, "(2, 500000000)", NpyFiles.doubles(4)));
    String y = labels(0, 1);
    Allocations allocations = new Allocations();

    assertFails(ErrorCode.DATA_MALFORMED, () -> load(x, y)).contains("truncated");
    assertThat(allocations.bytes()).isLessThan(16 << 20);
  }
}
