package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.escapement.engine.compute.Window2d;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Against a search by comparisons, on entries of which many are equal and some are not numbers. */
class WindowMaximaTest {
  private static final int ROWS = 9;
  private static final double[] ENTRIES = {
    -0.0, 0.0, 1, 2, -1, -3, 1e-30, -1e-30, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY
  };

  private record Case(Window2d window, DataType type) {}

  static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (DataType type : List.of(DataType.FLOAT, DataType.DOUBLE)) {
      cases.add(new Case(Window2d.pooling(3, 8, 6, 2, 2, 0), type));
      cases.add(new Case(Window2d.pooling(2, 7, 5, 2, 2, 0), type));
      cases.add(new Case(Window2d.pooling(2, 5, 6, 2, 1, 0), type));
      cases.add(new Case(Window2d.pooling(2, 7, 8, 3, 2, 1), type));
      cases.add(new Case(Window2d.pooling(1, 6, 9, 2, 3, 1), type));
      cases.add(new Case(Window2d.pooling(2, 4, 5, 4, 3, 2), type));
    }
    return cases;
  }

  @ParameterizedTest
  @MethodSource("cases")
  void theFirstOfTheGreatestWins(Case set) {
    check(set, 0);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void notANumberWinsOverAll(Case set) {
    check(set, 0.05);
  }

  private static void check(Case set, double nans) {
    Window2d window = set.window();
    Random random = new Random(7);
    INDArray images = Nd4j.create(set.type(), ROWS, window.inputs());
    for (int i = 0; i < ROWS; i++) {
      double[] image = new double[(int) window.inputs()];
      for (int j = 0; j < image.length; j++) {
        // the first images without infinities
        double entry = ENTRIES[random.nextInt(i < ROWS / 2 ? 8 : 10)];
        image[j] = random.nextDouble() < nans ? Double.NaN : entry;
      }
      Tensors.writeRow(image, images, i);
    }
    INDArray pooled = Nd4j.create(set.type(), ROWS, window.channels() * window.positions());
    INDArray places = Nd4j.create(set.type(), ROWS, window.inputs());
    WindowMaxima maxima = new WindowMaxima(window, ROWS, set.type());
    maxima.choose(images, pooled);
    INDArray picked = pooled.ulike();
    maxima.pick(images, picked);
    INDArray ones = Nd4j.ones(set.type(), ROWS, pooled.size(1));
    maxima.put(ones, places);
    for (int i = 0; i < ROWS; i++) {
      double[] image = new double[(int) window.inputs()];
      Tensors.readRow(images, i, image);
      double[] expected = new double[(int) pooled.size(1)];
      double[] counts = new double[image.length];
      for (int j = 0; j < expected.length; j++) {
        int winner = search(window, image, j);
        expected[j] = image[winner];
        counts[winner]++;
      }
      assertThat(row(pooled, i)).containsExactly(expected);
      assertThat(row(picked, i)).containsExactly(expected);
      assertThat(row(places, i)).containsExactly(counts);
    }
  }

  private static int search(Window2d window, double[] image, int output) {
    int across = (int) window.outputWidth();
    int channel = output / (int) window.positions();
    int top = output % (int) window.positions() / across * (int) window.stride();
    int left = output % across * (int) window.stride();
    int best = -1;
    for (int k = 0; k < window.kernel() * window.kernel(); k++) {
      int line = top + k / (int) window.kernel() - (int) window.padding();
      int column = left + k % (int) window.kernel() - (int) window.padding();
      if (line < 0 || line >= window.height() || column < 0 || column >= window.width()) {
        continue;
      }
      int at = (int) ((channel * window.height() + line) * window.width() + column);
      if (best < 0 || image[at] > image[best]) {
        best = at;
      } else if (Double.isNaN(image[at]) && !Double.isNaN(image[best])) {
        best = at;
      }
    }
    return best;
  }

  private static double[] row(INDArray matrix, int i) {
    double[] row = new double[(int) matrix.size(1)];
    Tensors.readRow(matrix, i, row);
    return row;
  }
}
