package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Values, ties and padding, by hand. */
class PoolingTest {
  private static LayerPass pass(Layer layer, int rows, DataType type) {
    return layer.pass(new Layer.PassSetting(rows, type, false, false));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void theFirstOfEqualEntriesTakesTheDerivative(DataType type) {
    INDArray image = Nd4j.createFromArray(new double[][] {{1, 3, 3, 2}, {0, 0, 0, 0}}).castTo(type);
    try (LayerPass pass = pass(new MaxPooling2d(1, 2, 2, 2, 2, 0), 2, type)) {
      assertThat(pass.forward(new INDArray[0], image).toDoubleVector()).containsExactly(3, 0);
      INDArray delta = Nd4j.createFromArray(new double[][] {{5}, {7}}).castTo(type);
      INDArray back = pass.backward(new INDArray[0], delta, null, 0);
      assertThat(back.toDoubleMatrix()).isDeepEqualTo(new double[][] {{0, 5, 0, 0}, {7, 0, 0, 0}});
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void paddingIsNeverTheGreatestButCountsInTheMean(DataType type) {
    INDArray image = Nd4j.createFromArray(new double[][] {{-1, -2, -3, -4}}).castTo(type);
    try (LayerPass max = pass(new MaxPooling2d(1, 2, 2, 2, 2, 1), 1, type);
        LayerPass mean = pass(new AveragePooling2d(1, 2, 2, 2, 2, 1), 1, type)) {
      assertThat(max.forward(new INDArray[0], image).toDoubleVector())
          .containsExactly(-1, -2, -3, -4);
      assertThat(mean.forward(new INDArray[0], image).toDoubleVector())
          .containsExactly(-0.25, -0.5, -0.75, -1);
      INDArray delta = Nd4j.createFromArray(new double[][] {{4, 8, 12, 16}}).castTo(type);
      assertThat(mean.backward(new INDArray[0], delta, null, 0).toDoubleVector())
          .containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aNaNIsNotHidden() {
    INDArray image = Nd4j.createFromArray(new double[][] {{1, Double.NaN, 3, 2}});
    try (LayerPass pass = pass(new MaxPooling2d(1, 2, 2, 2, 2, 0), 1, DataType.DOUBLE)) {
      assertThat(pass.forward(new INDArray[0], image).getDouble(0)).isNaN();
    }
  }

  @Test
  void windowsThatWouldCoverOnlyPaddingAreRefused() {
    assertThatThrownBy(() -> new MaxPooling2d(1, 4, 4, 2, 2, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("padding");
    assertThatThrownBy(() -> new AveragePooling2d(1, 2, 2, 3, 1, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("window of 3");
  }
}
