package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LayerOrderTest {
  private static final MaxPooling2d POOLING = new MaxPooling2d(2, 4, 4, 2, 2, 0);

  /** Values and gradients with pooling moved forward are those of the layers one by one. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void poolingFirstChangesNothing(Activations activation) {
    Activation layer = new Activation(activation.function().orElseThrow(), 32);
    List<Layer> layers = List.of(layer, POOLING);
    assertThat(LayerOrder.of(layers).get(0) == POOLING).isEqualTo(activation != Activations.GELU);
    Layer.PassSetting setting = new Layer.PassSetting(3, DataType.DOUBLE, false, false);
    INDArray z = random(3, 32, 1);
    INDArray delta = random(3, 8, 2);
    INDArray[] none = {};
    INDArray[][] nothing = {none, none};
    try (LayerChain chain = new LayerChain(layers, setting);
        LayerPass first = layer.pass(setting);
        LayerPass second = POOLING.pass(setting)) {
      INDArray expected = second.forward(none, first.forward(none, z));
      assertThat(chain.forward(nothing, z)).isEqualTo(expected);
      INDArray back = first.backward(none, second.backward(none, delta.dup(), null, 0), null, 0);
      assertThat(chain.backward(nothing, delta.dup(), null, 0)).isEqualTo(back);
    }
  }

  private static INDArray random(int rows, int columns, int seed) {
    return Nd4j.createFromArray(new Random(seed).doubles((long) rows * columns, -2, 2).toArray())
        .reshape('c', rows, columns);
  }
}
