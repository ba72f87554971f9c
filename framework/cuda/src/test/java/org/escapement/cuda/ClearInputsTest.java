package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ClearInputsTest {
  private static final long[] WIDTHS = {3, 40, 30, 2};
  private static final int PARAMETERS = 3 * 40 + 40 + 40 * 30 + 30 + 30 * 2 + 2;

  private static INDArray numbers(int count, DataType type) {
    double[] numbers = new SplittableRandom(1).doubles(count, -0.3, 0.3).toArray();
    return Nd4j.createFromArray(numbers).castTo(type);
  }

  /** By loops of its own. */
  private static double nearest(INDArray point, INDArray row) {
    double nearest = Double.POSITIVE_INFINITY;
    double[] values = row.castTo(DataType.DOUBLE).toDoubleVector();
    double[] parameters = point.castTo(DataType.DOUBLE).toDoubleVector();
    int at = 0;
    for (int layer = 1; layer < WIDTHS.length - 1; layer++) {
      double[] next = new double[(int) WIDTHS[layer]];
      for (int i = 0; i < next.length; i++) {
        for (double value : values) {
          next[i] += value * parameters[at++];
        }
      }
      for (int i = 0; i < next.length; i++) {
        next[i] += parameters[at++];
        nearest = Math.min(nearest, Math.abs(next[i]));
        next[i] = Math.max(0, next[i]);
      }
      values = next;
    }
    return nearest;
  }

  @Test
  void noUnitIsNearItsKink() {
    INDArray point = numbers(PARAMETERS, DataType.FLOAT);
    int examples = 400;
    INDArray inputs = ClearInputs.of(WIDTHS, point, examples, new SplittableRandom(2));
    assertThat(inputs.shape()).containsExactly(examples, 3);
    assertThat(inputs.dataType()).isEqualTo(DataType.FLOAT);
    for (int i = 0; i < examples; i++) {
      assertThat(nearest(point, inputs.getRow(i))).isGreaterThan(ClearInputs.MARGIN * (1 - 1e-9));
    }
    SplittableRandom random = new SplittableRandom(2);
    double[] plain = new double[3 * examples];
    Arrays.setAll(plain, i -> random.nextGaussian());
    INDArray unchosen = Nd4j.createFromArray(plain).reshape(examples, 3);
    double[] distances = ClearInputs.distances(WIDTHS, point.castTo(DataType.DOUBLE), unchosen);
    assertThat(Arrays.stream(distances).min().orElseThrow()).isLessThan(ClearInputs.MARGIN);
  }

  @Test
  void whereThereAreNoneItSaysSo() {
    INDArray zero = Nd4j.zeros(DataType.DOUBLE, PARAMETERS);
    assertThatThrownBy(() -> ClearInputs.of(WIDTHS, zero, 4, new SplittableRandom(3)))
        .hasMessage("0 inputs of 200 stay clear of the kinks");
  }
}
