package org.escapement.host.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.escapement.host.report.Chart.Axis;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChartTest {
  @ParameterizedTest(name = "{0} .. {1}")
  @CsvSource({"2.7, 23, 2, 30", "0.0101, 0.99, 0.009, 2", "3, 3, 2, 4", "1e-9, 9.7e4, 9e-10, 2e5"})
  void logarithmicAxesEndAtRoundNumbersBeyondWhatIsShown(
      double smallest, double largest, double min, double max) {
    assertThat(Axis.logarithmic("a", smallest, largest)).isEqualTo(new Axis("a", true, min, max));
  }
}
