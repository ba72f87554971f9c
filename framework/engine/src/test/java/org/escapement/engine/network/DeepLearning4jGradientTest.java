package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Loss and gradient against DL4J's own on the same weights. */
class DeepLearning4jGradientTest {
  private static final int[] WIDTHS = {6, 8, 7, 3};
  private static final int EXAMPLES = 11;

  private final Random random = new Random(7);

  /** Not gelu, which is a logistic approximation there. */
  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "GELU")
  void lossAndGradientAreThoseOfDeepLearning4j(Activations activation) {
    Network network = network(activation);
    INDArray features = matrix(EXAMPLES, WIDTHS[0]);
    INDArray targets = matrix(EXAMPLES, WIDTHS[3]);
    Objective objective = network.objective(new Examples(features, targets));
    INDArray point = vector((int) network.dimension());
    INDArray gradient = point.ulike();
    double loss = objective.gradient(point, Batch.all(EXAMPLES), gradient);

    MultiLayerNetwork reference = reference(activation);
    copyInto(reference, point);
    DataSet data = new DataSet(features, targets);
    reference.setInput(features);
    reference.setLabels(targets);
    reference.computeGradientAndScore();
    assertThat(loss).isCloseTo(reference.score(data, true), within(1e-12));
    // DL4J holds the leak's derivative as a float
    double rounding = activation == Activations.LEAKY_RELU ? 1e-9 : 1e-12;
    for (int layer = 0; layer < 3; layer++) {
      INDArray weights = reference.gradient().getGradientFor(layer + "_W").transpose();
      INDArray biases = reference.gradient().getGradientFor(layer + "_b");
      int offset = offset(layer);
      for (int i = 0; i < WIDTHS[layer + 1]; i++) {
        for (int j = 0; j < WIDTHS[layer]; j++) {
          // DL4J sums over the batch and divides by its size only when it updates
          assertThat(gradient.getDouble(offset + i * WIDTHS[layer] + j))
              .isCloseTo(weights.getDouble(i, j) / divisor(reference), within(rounding));
        }
        assertThat(gradient.getDouble(offset + WIDTHS[layer + 1] * WIDTHS[layer] + i))
            .isCloseTo(biases.getDouble(i) / divisor(reference), within(rounding));
      }
    }
  }

  private static double divisor(MultiLayerNetwork reference) {
    return reference.getLayerWiseConfigurations().getConf(0).isMiniBatch() ? EXAMPLES : 1;
  }

  private static int offset(int layer) {
    int offset = 0;
    for (int i = 0; i < layer; i++) {
      offset += (WIDTHS[i] + 1) * WIDTHS[i + 1];
    }
    return offset;
  }

  private static void copyInto(MultiLayerNetwork reference, INDArray point) {
    for (int layer = 0; layer < 3; layer++) {
      int offset = offset(layer);
      INDArray weights = Nd4j.create(DataType.DOUBLE, WIDTHS[layer], WIDTHS[layer + 1]);
      INDArray biases = Nd4j.create(DataType.DOUBLE, 1, WIDTHS[layer + 1]);
      for (int i = 0; i < WIDTHS[layer + 1]; i++) {
        for (int j = 0; j < WIDTHS[layer]; j++) {
          weights.putScalar(j, i, point.getDouble(offset + i * WIDTHS[layer] + j));
        }
        biases.putScalar(0, i, point.getDouble(offset + WIDTHS[layer + 1] * WIDTHS[layer] + i));
      }
      reference.setParam(layer + "_W", weights);
      reference.setParam(layer + "_b", biases);
    }
  }

  private static Network network(Activations activation) {
    List<Layer> layers = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      layers.add(new Dense(WIDTHS[i], WIDTHS[i + 1]));
      int width = WIDTHS[i + 1];
      if (i < 2) {
        activation.function().ifPresent(phi -> layers.add(new Activation(phi, width)));
      }
    }
    return new Network(WIDTHS[0], layers, Loss.MEAN_SQUARED_ERROR, DataType.DOUBLE);
  }

  private static MultiLayerNetwork reference(Activations activation) {
    org.nd4j.linalg.activations.Activation phi =
        org.nd4j.linalg.activations.Activation.fromString(activation.toString().replace("-", ""));
    MultiLayerConfiguration configuration =
        new NeuralNetConfiguration.Builder()
            .dataType(DataType.DOUBLE)
            .list()
            .layer(new DenseLayer.Builder().nIn(WIDTHS[0]).nOut(WIDTHS[1]).activation(phi).build())
            .layer(new DenseLayer.Builder().nIn(WIDTHS[1]).nOut(WIDTHS[2]).activation(phi).build())
            .layer(
                new OutputLayer.Builder(new LossMSE())
                    .nIn(WIDTHS[2])
                    .nOut(WIDTHS[3])
                    .activation(new ActivationIdentity())
                    .build())
            .build();
    MultiLayerNetwork network = new MultiLayerNetwork(configuration);
    network.init();
    return network;
  }

  private INDArray matrix(int rows, int columns) {
    return vector(rows * columns).reshape('c', rows, columns);
  }

  private INDArray vector(int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray());
  }
}
