package org.escapement.engine.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.tensor.HostTensors;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;

/** Shortcuts by hand, and blocks that do not fit. */
class ResidualTest {
  @Test
  void subsamplingKeepsEveryOtherEntryBetweenChannelsOfZeros() {
    PaddedSubsampling2d layer = new PaddedSubsampling2d(1, 3, 4, 4, 2);
    Tensor image =
        HostTensors.of(DataType.DOUBLE, new double[][] {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}});
    try (LayerPass pass =
        layer.pass(new Layer.PassSetting(HostTensors.COMPUTE, 1, DataType.DOUBLE, false, false))) {
      assertThat(HostTensors.entries(pass.forward(new Tensor[0], image)))
          .containsExactly(0, 0, 0, 0, 1, 3, 9, 11, 0, 0, 0, 0, 0, 0, 0, 0);
      Tensor delta =
          HostTensors.of(
              DataType.DOUBLE,
              new double[][] {{1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16}});
      assertThat(HostTensors.entries(pass.backward(new Tensor[0], delta, null, 0)))
          .containsExactly(5, 0, 6, 0, 0, 0, 0, 0, 7, 0, 8, 0);
    }
    assertThatThrownBy(() -> new PaddedSubsampling2d(3, 2, 2, 2, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 channels");
  }

  @Test
  void parametersAreNamedByTheirPartAndKeepTheirRoles() {
    Residual block =
        new Residual(
            2,
            List.of(new Dense(2, 3), new BatchNormalization(3, 1)),
            List.of(new Dense(2, 3), new BatchNormalization(3, 1)));
    assertThat(block.parameters().stream().map(Layer.Parameter::name))
        .containsExactly(
            "body.0.weight",
            "body.0.bias",
            "body.1.weight",
            "body.1.bias",
            "shortcut.0.weight",
            "shortcut.0.bias",
            "shortcut.1.weight",
            "shortcut.1.bias");
    assertThat(block.parameters().get(0).role()).isEqualTo(new ParameterRole.Weight(2, 3));
    assertThat(block.parameters().get(5).role()).isEqualTo(new ParameterRole.Bias(2));
    assertThat(block.parameters().get(6).role()).isEqualTo(new ParameterRole.Constant(1));
    assertThat(block.parameters().get(7).role()).isEqualTo(new ParameterRole.Constant(0));
  }

  @Test
  void bodyAndShortcutMustEndAlike() {
    assertThatThrownBy(() -> new Residual(4, List.of(new Dense(4, 3))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 outputs, its shortcut has 4");
    assertThatThrownBy(() -> new Residual(4, List.of(), List.of(new Dense(4, 4))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("body");
  }
}
