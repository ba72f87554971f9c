package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.HostTensors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

class LayerOrderTest {
  private static final MaxPooling2d POOLING = new MaxPooling2d(2, 4, 4, 2, 2, 0);

  /** Values and gradients with pooling moved forward are those of the layers one by one. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "IDENTITY")
  void poolingFirstChangesNothing(Activations activation) {
    Activation layer = new Activation(activation.function().orElseThrow(), 32);
    List<Layer> layers = List.of(layer, POOLING);
    assertThat(LayerOrder.of(layers).get(0) == POOLING).isEqualTo(activation != Activations.GELU);
    Layer.PassSetting setting =
        new Layer.PassSetting(HostTensors.COMPUTE, 3, DataType.DOUBLE, false, false);
    Tensor[] none = {};
    Tensor[][] nothing = {none, none};
    try (LayerChain chain = new LayerChain(layers, setting);
        LayerPass first = layer.pass(setting);
        LayerPass second = POOLING.pass(setting)) {
      double[] expected =
          HostTensors.entries(second.forward(none, first.forward(none, random(3, 32, 1))));
      assertThat(HostTensors.entries(chain.forward(nothing, random(3, 32, 1))))
          .containsExactly(expected);
      double[] back =
          HostTensors.entries(
              first.backward(none, second.backward(none, random(3, 8, 2), null, 0), null, 0));
      assertThat(HostTensors.entries(chain.backward(nothing, random(3, 8, 2), null, 0)))
          .containsExactly(back);
    }
  }

  private static Tensor random(int rows, int columns, int seed) {
    Random random = new Random(seed);
    double[][] values =
        IntStream.range(0, rows)
            .mapToObj(i -> random.doubles(columns, -2, 2).toArray())
            .toArray(double[][]::new);
    return HostTensors.of(DataType.DOUBLE, values);
  }
}
