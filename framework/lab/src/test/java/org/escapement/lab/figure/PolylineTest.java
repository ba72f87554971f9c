package org.escapement.lab.figure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PolylineTest {
  @Test
  void fewPointsStay() {
    Polyline line = Polyline.of(new double[] {1, 2, 3}, new double[] {4, 5, 6});

    assertThat(line.thinned(3)).isSameAs(line);
  }

  @Test
  void thinningKeepsExtremesOrderAndGaps() {
    int count = 10_007;
    double[] x = IntStream.range(0, count).asDoubleStream().toArray();
    double[] y = Arrays.stream(x).map(Math::sin).toArray();
    y[1234] = 50;
    y[4321] = -60;
    Arrays.fill(y, 6000, 8000, Double.NaN);

    Polyline thin = Polyline.of(x, y).thinned(200);

    assertThat(thin.x()).hasSize(200).isSorted();
    assertThat(thin.y()).contains(50, -60).contains(Double.NaN);
    for (int i = 0; i < 200; i++) {
      assertThat(Double.compare(thin.y()[i], y[(int) thin.x()[i]])).isZero();
    }
    assertThat(Arrays.stream(thin.y()).filter(Double::isNaN).count()).isBetween(36L, 42L);
  }
}
