package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.escapement.engine.random.RandomStreams;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.Examples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.buffer.DataType;

class CsvSourceTest {
  private static final String FLOWERS =
      """
      length,width,species
      5.1,3.5,setosa
      7.0,3.2,versicolor
      6.3,"3.3",virginica
      4.9,3e0,setosa
      """;

  @TempDir Path folder;

  private String write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  private static CsvOptions options(String file, Integer train, int test) {
    return new CsvOptions(
        file, null, true, null, TargetKind.ONE_HOT, ",", train, test, Normalization.NONE);
  }

  private static DataSet load(CsvOptions options) {
    return load(options, DataType.DOUBLE);
  }

  private static DataSet load(CsvOptions options, DataType precision) {
    return new CsvSource().load(options, new DataContext(RandomStreams.of(1), precision));
  }

  private DataSet load(String text) throws IOException {
    return load(options(write("table.csv", text), null, 0));
  }

  @Test
  void classesInOrderOfTheAlphabet() throws IOException {
    DataSet data = load(FLOWERS);

    assertThat(data.inputShape()).containsExactly(2L);
    assertThat(data.outputs()).isEqualTo(3);
    assertThat(data.train().features().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{5.1, 3.5}, {7, 3.2}, {6.3, 3.3}, {4.9, 3}});
    assertThat(data.train().targets().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 0, 0}});
    assertThat(data.test()).isEqualTo(Examples.none());
  }

  @Test
  void numbersAsClassesInTheirOwnOrder() throws IOException {
    DataSet data = load("x,y\n1,10\n2,9\n3,-1\n");

    assertThat(data.train().targets().argMax(1).toIntVector()).containsExactly(2, 1, 0);
  }

  @Test
  void aNumberToPredict() throws IOException {
    String file = write("prices.tsv", "3\t100.5\t7\r\n4\t-2\t8\r\n");
    DataSet data =
        load(
            new CsvOptions(
                file, null, false, "1", TargetKind.REGRESSION, "\t", null, 0, Normalization.NONE));

    assertThat(data.outputs()).isEqualTo(1);
    assertThat(data.train().features().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{3, 7}, {4, 8}});
    assertThat(data.train().targets().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{100.5}, {-2}});
  }

  @Test
  void aColumnByNameByteOrderMarkAndAll() throws IOException {
    String file = write("table.csv", "\uFEFFkind,x\na,1\n\nb,2");
    DataSet data =
        load(
            new CsvOptions(
                file,
                null,
                true,
                "kind",
                TargetKind.ONE_HOT,
                ",",
                null,
                0,
                Normalization.STANDARD));

    assertThat(data.train().features().toDoubleMatrix()).isDeepEqualTo(new double[][] {{-1}, {1}});
    assertThat(data.train().targets().argMax(1).toIntVector()).containsExactly(0, 1);
  }

  @Test
  void testExamplesFollowOrHaveTheirOwnFile() throws IOException {
    String file = write("table.csv", FLOWERS);
    assertThat(load(options(file, null, 1)).train().count()).isEqualTo(3);
    DataSet data = load(options(file, 1, 2));
    assertThat(data.train().features().toDoubleMatrix()).isDeepEqualTo(new double[][] {{5.1, 3.5}});
    assertThat(data.outputs()).isEqualTo(3);
    assertThat(data.test().features().toDoubleMatrix())
        .isDeepEqualTo(new double[][] {{7, 3.2}, {6.3, 3.3}});

    String tests = write("test.csv", "length,width,species\n1,2,virginica\n");
    assertThat(load(withTest(file, tests)).test().targets().argMax(1).getInt(0)).isEqualTo(2);
    assertFails(
            ErrorCode.DATA_MISMATCH,
            () -> load(withTest(file, write("a.csv", "length,width,species\n1,2,rose\n"))))
        .contains("a.csv: holds the label 'rose', which no training example has");
    assertFails(
            ErrorCode.DATA_MISMATCH,
            () -> load(withTest(file, write("a.csv", "width,length,species\n1,2,setosa\n"))))
        .contains("a.csv: has other columns than");
  }

  private static CsvOptions withTest(String file, String test) {
    return new CsvOptions(
        file, test, true, null, TargetKind.ONE_HOT, ",", null, 1, Normalization.NONE);
  }

  @Test
  void theDigestCoversExactlyTheExamplesInUse() throws Exception {
    String file = write("table.csv", FLOWERS);
    ByteBuffer bytes = ByteBuffer.allocate(12 + 6 * 8).putInt(2).putInt(2).putInt(3);
    for (double number : new double[] {5.1, 3.5, 0, 7, 3.2, 1}) {
      bytes.putDouble(number);
    }
    byte[] sha256 = MessageDigest.getInstance("SHA-256").digest(bytes.array());

    assertThat(load(options(file, 2, 0)).sha256()).isEqualTo(HexFormat.of().formatHex(sha256));
    assertThat(load(options(file, 2, 0), DataType.FLOAT).sha256())
        .isEqualTo(HexFormat.of().formatHex(sha256));
  }

  @Test
  void whatIsWrongIsSaidWithItsLine() {
    assertMalformed("a,b\n1,x\n2,y,3\n", "line 3 has more than 2 cells");
    assertMalformed("a,b\n1,x\n2\n", "line 3 has 1 cells, must have 2");
    assertMalformed("a,b\n1,x\nNaN,y\n", "line 3 column 'a' holds 'NaN', must be a finite number");
    assertMalformed("a,b\n1e999,x\n", "holds '1e999', must be a finite number");
    assertMalformed("a,b\n0x1p3,x\n", "holds '0x1p3'");
    assertMalformed("a,b\n1d,x\n", "holds '1d'");
    assertMalformed("a,b\n,x\n", "holds ''");
    assertMalformed("a,b\n1,\n", "line 2 has no label");
    assertMalformed("", "is empty");
    assertMalformed("a\n1\n", "has one column");
    assertMalformed("a,b\n1,\"x\n", "line");
  }

  private void assertMalformed(String text, String message) {
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(text))
        .contains(folder.resolve("table.csv").toString())
        .contains(message);
  }

  @Test
  void whatDoesNotFitIsSaid() throws IOException {
    String file = write("table.csv", FLOWERS);
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(options(file, 4, 1)))
        .contains("train = 4 and test = 1 examples asked for, 4 available");
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(options(file, null, 4)))
        .contains("4 available");
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(options(file, Integer.MAX_VALUE, 9)));
    assertFails(
            ErrorCode.DATA_MISMATCH,
            () ->
                load(
                    new CsvOptions(
                        file,
                        null,
                        true,
                        "specie",
                        TargetKind.ONE_HOT,
                        ",",
                        null,
                        0,
                        Normalization.NONE)))
        .contains("has no column 'specie'; did you mean 'species'?");
    assertFails(ErrorCode.DATA_MISMATCH, () -> load("a,b\n")).contains("0 available");
  }

  @Test
  void whatFloatCannotHoldIsRefusedThere() throws IOException {
    String file = write("table.csv", "a,b\n1e200,x\n2,y\n");

    assertThat(load(options(file, null, 0)).train().features().getDouble(0)).isEqualTo(1e200);
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(options(file, null, 0), DataType.FLOAT))
        .contains("line 2 column 'a' holds 1.0E200, too large for precision float");
  }

  @Test
  void numbersToPredictAreNotTakenForClasses() throws IOException {
    StringBuilder text = new StringBuilder("x,y\n");
    for (int i = 0; i < 1100; i++) {
      text.append(i).append(',').append(i / 7.0).append('\n');
    }
    assertFails(ErrorCode.DATA_MISMATCH, () -> load(text.toString()))
        .contains("more than 1000 different labels in column 'y'", "targets: regression");
  }

  @Test
  void bytesThatAreNoTextAreRefused() throws IOException {
    Path file = folder.resolve("table.csv");
    Files.write(file, "a,b\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

    assertFails(ErrorCode.DATA_MALFORMED, () -> load(options(file.toString(), null, 0)))
        .contains("is not UTF-8 text");
    assertFails(ErrorCode.DATA_MALFORMED, () -> load(options(folder.toString(), null, 0)))
        .contains("is not a regular file");
    assertFails(ErrorCode.DATA_MISSING, () -> load(options("no/such", null, 0)))
        .contains("file 'no/such' of examples is not there");
  }

  @Test
  void aCellWithoutEndIsNotKept() {
    assertMalformed("a,b\n1,\"" + "x".repeat(1 << 20), "line");
  }

  @Test
  void theSeparatorIsOneCharacter() {
    for (String separator : new String[] {"", ",,", "\"", "\n"}) {
      assertThatThrownBy(
              () ->
                  new CsvOptions(
                      "a",
                      null,
                      true,
                      null,
                      TargetKind.ONE_HOT,
                      separator,
                      null,
                      0,
                      Normalization.NONE))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("separator");
    }
  }
}
