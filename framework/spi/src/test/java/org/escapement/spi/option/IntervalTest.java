package org.escapement.spi.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IntervalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "[0, 1);0;true", "[0, 1);1;false", "(0, inf);0;false", "(0, inf);1e300;true",
        "(0, inf);Infinity;false", "[0, inf);NaN;false", "(-inf, 2];2;true", "(-inf, 2];2.5;false"
      })
  void containsItsEndsAsWritten(String notation, double number, boolean inside) {
    assertThat(Interval.parse(notation).contains(number)).isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(strings = {"[0, 1)", "(0, inf)", "(-inf, 2.5]", "[1, 100000]"})
  void printsAsItWasWritten(String notation) {
    assertThat(Interval.parse(notation)).hasToString(notation);
  }

  @Test
  void nothingWrittenIsAnyFiniteNumber() {
    assertThat(Interval.parse("").contains(-1e9)).isTrue();
    assertThat(Interval.parse("").contains(Double.NEGATIVE_INFINITY)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"0, 1", "[0; 1]", "[zero, 1]", "[0, 1"})
  void refusesOtherNotations(String notation) {
    assertThatExceptionOfType(EscapementException.class)
        .isThrownBy(() -> Interval.parse(notation))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.OPTION_DECLARATION))
        .withMessageContaining(notation);
  }
}
