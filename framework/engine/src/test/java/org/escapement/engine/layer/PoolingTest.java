package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.HostTensors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** Values, ties and padding, by hand. */
class PoolingTest {
  private static LayerPass pass(Layer layer, int rows, DataType type) {
    return layer.pass(new Layer.PassSetting(HostTensors.COMPUTE, rows, type, false, false));
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void theFirstOfEqualEntriesTakesTheDerivative(DataType type) {
    Tensor image = HostTensors.of(type, new double[][] {{1, 3, 3, 2}, {0, 0, 0, 0}});
    try (LayerPass pass = pass(new MaxPooling2d(1, 2, 2, 2, 2, 0), 2, type)) {
      assertThat(HostTensors.entries(pass.forward(new Tensor[0], image))).containsExactly(3, 0);
      Tensor delta = HostTensors.of(type, new double[][] {{5}, {7}});
      Tensor back = pass.backward(new Tensor[0], delta, null, 0);
      assertThat(HostTensors.values(back))
          .isDeepEqualTo(new double[][] {{0, 5, 0, 0}, {7, 0, 0, 0}});
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      names = {"FLOAT", "DOUBLE"})
  void paddingIsNeverTheGreatestButCountsInTheMean(DataType type) {
    Tensor image = HostTensors.of(type, new double[][] {{-1, -2, -3, -4}});
    try (LayerPass max = pass(new MaxPooling2d(1, 2, 2, 2, 2, 1), 1, type);
        LayerPass mean = pass(new AveragePooling2d(1, 2, 2, 2, 2, 1), 1, type)) {
      assertThat(HostTensors.entries(max.forward(new Tensor[0], image)))
          .containsExactly(-1, -2, -3, -4);
      assertThat(HostTensors.entries(mean.forward(new Tensor[0], image)))
          .containsExactly(-0.25, -0.5, -0.75, -1);
      Tensor delta = HostTensors.of(type, new double[][] {{4, 8, 12, 16}});
      assertThat(HostTensors.entries(mean.backward(new Tensor[0], delta, null, 0)))
          .containsExactly(1, 2, 3, 4);
    }
  }

  @Test
  void aNaNIsNotHidden() {
    Tensor image = HostTensors.of(DataType.DOUBLE, new double[][] {{1, Double.NaN, 3, 2}});
    try (LayerPass pass = pass(new MaxPooling2d(1, 2, 2, 2, 2, 0), 1, DataType.DOUBLE)) {
      assertThat(HostTensors.entries(pass.forward(new Tensor[0], image))[0]).isNaN();
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
