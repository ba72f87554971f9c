package org.escapement.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.engine.random.RandomStreams;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class NormalizationTest {
  private static RowBuffer rows(int columns, double... numbers) {
    RowBuffer rows = new RowBuffer(numbers.length / columns, columns, DataType.DOUBLE);
    for (double number : numbers) {
      rows.append(number);
    }
    return rows;
  }

  private static double[] normalized(Normalization how, int channels, RowBuffer rows) {
    how.apply(rows, null, channels, new DataDigest());
    return rows.toArray().ravel().toDoubleVector();
  }

  @Test
  void byHand() {
    double[] numbers = {1, 2, 3, 8, 3, 6, 3, 0};

    assertThat(normalized(Normalization.NONE, 2, rows(4, numbers))).containsExactly(numbers);
    assertThat(normalized(Normalization.CENTER, 2, rows(4, numbers)))
        .containsExactly(-1, -2, 0, 4, 1, 2, 0, -4);
    assertThat(normalized(Normalization.STANDARD, 2, rows(4, numbers)))
        .containsExactly(-1, -1, 0, 1, 1, 1, 0, -1);
    // channels {1, 2, 3, 6} and {3, 8, 3, 0}: means 3 and 3.5, variances 3.5 and 8.25
    double first = Math.sqrt(3.5);
    double second = Math.sqrt(8.25);
    assertThat(normalized(Normalization.CHANNEL, 2, rows(4, numbers)))
        .containsExactly(
            new double[] {
              -2 / first,
              -1 / first,
              -0.5 / second,
              4.5 / second,
              0,
              3 / first,
              -0.5 / second,
              -3.5 / second
            },
            within(1e-15));
  }

  /** The mean of a number thrice is seldom that number; a blank feature must not become noise. */
  @Test
  void aConstantFeatureBecomesZero() {
    assertThat(normalized(Normalization.STANDARD, 1, rows(1, 0.1, 0.1, 0.1))).containsOnly(0);
  }

  @Test
  void testExamplesAreTreatedWithTheNumbersOfTheTrainingExamples() {
    RowBuffer test = rows(2, 7, 7);
    Normalization.STANDARD.apply(rows(2, 1, 5, 3, 5), test, 1, new DataDigest());

    assertThat(test.toArray().ravel().toDoubleVector()).containsExactly(5, 2);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void theDigestTellsItApart(Normalization how) {
    DataSet plain = load(Normalization.NONE, DataType.DOUBLE);
    DataSet normalized = load(how, DataType.DOUBLE);

    assertThat(normalized.sha256()).isNotEqualTo(plain.sha256());
    assertThat(normalized.train().features().meanNumber().doubleValue())
        .isCloseTo(0, within(1e-12));
    assertThat(normalized.train().targets()).isEqualTo(plain.train().targets());
  }

  @Test
  void imagesHaveUnitVariance() {
    INDArray features = load(Normalization.STANDARD, DataType.DOUBLE).train().features();

    for (double variance : features.var(false, 0).toDoubleVector()) {
      assertThat(variance).isCloseTo(1, within(1e-12));
    }
    INDArray byChannel = load(Normalization.CHANNEL, DataType.FLOAT).train().features();
    assertThat(byChannel.norm2Number().doubleValue() / Math.sqrt(byChannel.length()))
        .isCloseTo(1, within(1e-5));
  }

  private static DataSet load(Normalization how, DataType precision) {
    GeneratedOptions options = new GeneratedOptions(50, 10, 3, 0.3, 8, 5, how);
    return new GeneratedSource().load(options, new DataContext(RandomStreams.of(1), precision));
  }
}
