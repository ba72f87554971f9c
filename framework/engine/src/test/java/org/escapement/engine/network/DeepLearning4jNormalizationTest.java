package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.BatchNormalization;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Loss and gradient of batch normalisation in training against DL4J's own on the same weights. */
class DeepLearning4jNormalizationTest {
  private static final int EXAMPLES = 6;
  private static final int CHANNELS = 2;
  private static final int SIDE = 5;
  private static final String[] DEEP_LEARNING_4J_TENSORS = {
    "0_W", "0_b", "1_gamma", "1_beta", "3_W", "3_b", "4_gamma", "4_beta", "6_W", "6_b"
  };

  private final Random random = new Random(12);

  @Test
  void lossAndGradientAreThoseOfDeepLearning4j() {
    Layer tanh = new Activation(Activations.TANH.function().orElseThrow(), 27);
    Network network =
        new Network(
            CHANNELS * SIDE * SIDE,
            List.of(
                new Convolution2d(CHANNELS, SIDE, SIDE, 3, 3, 2, 1),
                new BatchNormalization(3, 9),
                tanh,
                new Dense(27, 4),
                new BatchNormalization(4, 1),
                new Activation(Activations.TANH.function().orElseThrow(), 4),
                new Dense(4, 2)),
            Loss.MEAN_SQUARED_ERROR,
            DataType.DOUBLE);
    INDArray features = vector(EXAMPLES * CHANNELS * SIDE * SIDE).reshape('c', EXAMPLES, -1);
    INDArray targets = vector(EXAMPLES * 2).reshape('c', EXAMPLES, 2);
    Objective objective = network.objective(new Examples(features, targets));
    INDArray point = vector((int) network.dimension());
    INDArray gradient = point.ulike();
    double loss = objective.gradient(point, Batch.all(EXAMPLES), gradient);

    MultiLayerNetwork reference = reference();
    List<ParameterTensor> tensors = network.parameters();
    for (int i = 0; i < tensors.size(); i++) {
      String name = DEEP_LEARNING_4J_TENSORS[i];
      reference.setParam(name, like(reference.getParam(name), cut(tensors.get(i), point)));
    }
    reference.setInput(features.reshape('c', EXAMPLES, CHANNELS, SIDE, SIDE));
    reference.setLabels(targets);
    reference.computeGradientAndScore();
    assertThat(loss).isCloseTo(reference.score(), within(1e-12));
    double scale = gradient.norm2Number().doubleValue() * EXAMPLES;
    for (int i = 0; i < tensors.size(); i++) {
      INDArray expected = reference.gradient().getGradientFor(DEEP_LEARNING_4J_TENSORS[i]);
      // DL4J sums over the batch and divides by its size only when it updates
      INDArray actual = like(expected, cut(tensors.get(i), gradient)).mul(EXAMPLES);
      assertThat(actual.distance2(expected)).isLessThan(1e-12 * scale);
    }
  }

  private static INDArray cut(ParameterTensor tensor, INDArray flat) {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[(int) tensor.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = flat.getDouble(tensor.offset() + i);
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  /** In DL4J's shape: dense weights are transposed there, vectors are rows. */
  private static INDArray like(INDArray reference, INDArray values) {
    INDArray turned = values.rank() == 2 ? values.transpose().dup('c') : values;
    return turned.reshape('c', reference.shape());
  }

  private static MultiLayerNetwork reference() {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .convolutionMode(ConvolutionMode.Truncate)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .padding(1, 1)
                        .nOut(3)
                        .activation(new ActivationIdentity())
                        .build())
                .layer(normalization())
                .layer(new ActivationLayer(new ActivationTanH()))
                .layer(
                    new DenseLayer.Builder().nOut(4).activation(new ActivationIdentity()).build())
                .layer(normalization())
                .layer(new ActivationLayer(new ActivationTanH()))
                .layer(
                    new OutputLayer.Builder(new LossMSE())
                        .nOut(2)
                        .activation(new ActivationIdentity())
                        .build())
                .setInputType(InputType.convolutional(SIDE, SIDE, CHANNELS))
                .build());
    network.init();
    return network;
  }

  private static org.deeplearning4j.nn.conf.layers.BatchNormalization normalization() {
    return new org.deeplearning4j.nn.conf.layers.BatchNormalization.Builder().eps(1e-5).build();
  }

  private INDArray vector(int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray());
  }
}
