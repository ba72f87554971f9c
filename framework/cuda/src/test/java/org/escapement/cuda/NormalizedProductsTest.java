package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.SplittableRandom;
import org.bytedeco.javacpp.Pointer;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Nonlinearity;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.initialization.Initialization;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.GlobalAveragePooling2d;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.PaddedSubsampling2d;
import org.escapement.engine.layer.Residual;
import org.escapement.engine.network.Network;
import org.escapement.engine.operator.TensorCurvature;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("Products of a residual network with batch normalisation stay on the card")
class NormalizedProductsTest {
  private static final int EXAMPLES = 12;
  private static final int INPUTS = 2 * 4 * 4;

  private static final List<Layer> LAYERS =
      List.of(
          new Convolution2d(2, 4, 4, 2, 3, 1, 1),
          new BatchNormalization(2, 16),
          new Activation(Nonlinearity.RELU, 32),
          new Residual(
              32,
              List.of(
                  new Convolution2d(2, 4, 4, 4, 3, 2, 1),
                  new BatchNormalization(4, 4),
                  new Activation(Nonlinearity.RELU, 16),
                  new Convolution2d(4, 2, 2, 4, 3, 1, 1),
                  new BatchNormalization(4, 4)),
              List.of(new PaddedSubsampling2d(2, 4, 4, 4, 2))),
          new Activation(Nonlinearity.RELU, 16),
          new GlobalAveragePooling2d(4, 4),
          new Dense(4, 3));

  /** A card that counts what crosses the bus. */
  private static final class Counted extends EmulatedDevice {
    private int transfers;

    Counted() {
      super(1L << 26);
    }

    @Override
    public void upload(Pointer from, long fromPitch, long to, long toPitch, long width, long rows) {
      transfers++;
      super.upload(from, fromPitch, to, toPitch, width, rows);
    }

    @Override
    public void download(
        long from, long fromPitch, Pointer to, long toPitch, long width, long rows) {
      transfers++;
      super.download(from, fromPitch, to, toPitch, width, rows);
    }
  }

  private static INDArray numbers(int seed, long rows, long columns) {
    double[] numbers = new SplittableRandom(seed).doubles(rows * columns, -1, 1).toArray();
    return Nd4j.createFromArray(numbers).reshape(rows, columns).castTo(DataType.FLOAT);
  }

  private final Counted device = new Counted();
  private final Compute compute = new CudaCompute(new Card(device, 1L << 26));

  private Objective objective(Loss loss, long passBytes) {
    return new Network(
            compute, INPUTS, LAYERS, loss, DataType.FLOAT, passBytes, Initialization.standard())
        .objective(new Examples(numbers(1, EXAMPLES, INPUTS), targets()));
  }

  private static INDArray targets() {
    INDArray targets = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 3);
    for (int i = 0; i < EXAMPLES; i++) {
      targets.putScalar(i, i % 3, 1);
    }
    return targets;
  }

  /** Of cross-entropy each piece's loss crosses, which softmax gives in any case. */
  @ParameterizedTest(name = "{0}, {1} bytes for a pass: {2} transfers")
  @CsvSource({
    "MEAN_SQUARED_ERROR, 16777216, 0",
    "MEAN_SQUARED_ERROR, 40000, 0",
    "CROSS_ENTROPY, 16777216, 0",
    "CROSS_ENTROPY, 40000, 3"
  })
  void transfers(Loss loss, long passBytes, int expected) {
    Objective objective = objective(loss, passBytes);
    INDArray x = numbers(3, 1, objective.dimension()).ravel();
    Batch all = Batch.all(EXAMPLES);
    try (TensorCurvature curvature = (TensorCurvature) objective.curvature(x);
        Tensor v = compute.upload(numbers(4, 1, objective.dimension()));
        Tensor out = compute.zeros(DataType.FLOAT, 1, v.columns())) {
      curvature.hessianProduct(all, v, out);
      int before = device.transfers;
      curvature.hessianProduct(all, v, out);
      assertThat(device.transfers - before).isEqualTo(expected);
      assertThat(compute.absoluteSum(out)).isFinite().isPositive();
    }
  }

  /** The point, the loss and the gradient: the statistics of the batch are not among it. */
  @Test
  void aGradientBringsNothingBesideItself() {
    Objective objective = objective(Loss.MEAN_SQUARED_ERROR, 1L << 24);
    INDArray x = numbers(3, 1, objective.dimension()).ravel();
    INDArray gradient = x.ulike();
    objective.gradient(x, Batch.all(EXAMPLES), gradient);
    int before = device.transfers;
    objective.gradient(x, Batch.all(EXAMPLES), gradient);
    assertThat(device.transfers - before).isEqualTo(3);
    assertThat(gradient.norm2Number().doubleValue()).isFinite().isPositive();
  }
}
