package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Closed forms, and networks that cannot be. */
class NetworkCurvatureTest {
  @Test
  void aSingleLinearLayerHasItsClosedForm() {
    // f_i = (1/k) ‖W a_i + b − y_i‖²: H_i = (2/k) I ⊗ (a_i, 1)(a_i, 1)ᵀ
    Network network =
        new Network(2, List.of(new Dense(2, 1)), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
    INDArray features = Nd4j.createFromArray(new double[][] {{1, 2}, {0, 3}});
    Objective objective =
        network.objective(new Examples(features, Nd4j.createFromArray(new double[][] {{1}, {5}})));
    INDArray product = Nd4j.create(DataType.DOUBLE, 3);
    try (Curvature curvature = objective.curvature(Nd4j.createFromArray(0.3, -0.1, 0.7))) {
      curvature.hessianProduct(Batch.all(2), Nd4j.createFromArray(1.0, 0.0, 0.0), product);
    }
    assertThat(product.toDoubleVector()).containsExactly(1, 2, 1);
  }

  @Test
  void aNetworkNeedsParameters() {
    Layer relu = new Activation(Activations.RELU.function().orElseThrow(), 2);
    assertThatThrownBy(
            () -> new Network(2, List.of(relu), Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("parameters");
  }
}
