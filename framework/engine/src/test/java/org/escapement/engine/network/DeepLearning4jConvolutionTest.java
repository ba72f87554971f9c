package org.escapement.engine.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.engine.layer.Activation;
import org.escapement.engine.layer.Activations;
import org.escapement.engine.layer.AveragePooling2d;
import org.escapement.engine.layer.Convolution2d;
import org.escapement.engine.layer.Dense;
import org.escapement.engine.layer.Layer;
import org.escapement.engine.layer.MaxPooling2d;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.impl.LossMSE;

/** Loss and gradient of convolutions and pooling against DL4J's own on the same weights. */
class DeepLearning4jConvolutionTest {
  private static final int EXAMPLES = 6;
  private static final int CHANNELS = 2;
  private static final int HEIGHT = 7;
  private static final int WIDTH = 6;
  private static final int OUTPUTS = 3;
  private static final int[] DEEP_LEARNING_4J_LAYERS = {0, 2, 3};

  private final Random random = new Random(11);

  @ParameterizedTest
  @CsvSource({"MAX, 2, 2, 0", "MAX, 3, 2, 1", "AVG, 2, 2, 0", "AVG, 3, 2, 1", "AVG, 2, 1, 0"})
  void lossAndGradientAreThoseOfDeepLearning4j(
      PoolingType pooling, int kernel, int stride, int padding) {
    Network network = network(pooling, kernel, stride, padding);
    INDArray images = vector(EXAMPLES * CHANNELS * HEIGHT * WIDTH);
    INDArray features = images.reshape('c', EXAMPLES, CHANNELS * HEIGHT * WIDTH);
    INDArray targets = vector(EXAMPLES * OUTPUTS).reshape('c', EXAMPLES, OUTPUTS);
    Objective objective = network.objective(new Examples(features, targets));
    INDArray point = vector((int) network.dimension());
    INDArray gradient = point.ulike();
    double loss = objective.gradient(point, Batch.all(EXAMPLES), gradient);

    MultiLayerNetwork reference = reference(pooling, kernel, stride, padding);
    List<ParameterTensor> tensors = network.parameters();
    for (int i = 0; i < tensors.size(); i++) {
      reference.setParam(name(i), like(reference, i, cut(tensors.get(i), point)));
    }
    reference.setInput(images.reshape('c', EXAMPLES, CHANNELS, HEIGHT, WIDTH));
    reference.setLabels(targets);
    reference.computeGradientAndScore();
    assertThat(loss).isCloseTo(reference.score(), within(1e-12));
    for (int i = 0; i < tensors.size(); i++) {
      INDArray expected = reference.gradient().getGradientFor(name(i));
      // DL4J sums over the batch and divides by its size only when it updates
      INDArray actual = like(reference, i, cut(tensors.get(i), gradient)).mul(EXAMPLES);
      assertThat(actual.distance2(expected))
          .isLessThan(1e-12 * expected.norm2Number().doubleValue());
    }
  }

  private static String name(int tensor) {
    return DEEP_LEARNING_4J_LAYERS[tensor / 2] + (tensor % 2 == 0 ? "_W" : "_b");
  }

  private static INDArray cut(ParameterTensor tensor, INDArray flat) {
    long[] shape = tensor.shape().stream().mapToLong(Long::longValue).toArray();
    double[] values = new double[(int) tensor.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = flat.getDouble(tensor.offset() + i);
    }
    return Nd4j.createFromArray(values).reshape('c', shape);
  }

  /** In DL4J's shape: dense weights are transposed there, biases are rows. */
  private static INDArray like(MultiLayerNetwork reference, int tensor, INDArray values) {
    INDArray turned = values.rank() == 2 ? values.transpose().dup('c') : values;
    return turned.reshape('c', reference.getParam(name(tensor)).shape());
  }

  private static Network network(PoolingType pooling, int kernel, int stride, int padding) {
    Convolution2d first = new Convolution2d(CHANNELS, HEIGHT, WIDTH, 3, 3, 1, 1);
    Layer pool =
        pooling == PoolingType.MAX
            ? new MaxPooling2d(3, HEIGHT, WIDTH, kernel, stride, padding)
            : new AveragePooling2d(3, HEIGHT, WIDTH, kernel, stride, padding);
    int height = (HEIGHT + 2 * padding - kernel) / stride + 1;
    int width = (WIDTH + 2 * padding - kernel) / stride + 1;
    Convolution2d second = new Convolution2d(3, height, width, 2, 2, 1, 0);
    return new Network(
        CHANNELS * HEIGHT * WIDTH,
        List.of(
            first, tanh(first), pool, second, tanh(second), new Dense(second.outputs(), OUTPUTS)),
        Loss.MEAN_SQUARED_ERROR,
        DataType.DOUBLE);
  }

  private static Layer tanh(Layer before) {
    return new Activation(Activations.TANH.function().orElseThrow(), before.outputs());
  }

  private static MultiLayerNetwork reference(
      PoolingType pooling, int kernel, int stride, int padding) {
    MultiLayerNetwork network =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .convolutionMode(ConvolutionMode.Truncate)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(3, 3)
                        .padding(1, 1)
                        .nOut(3)
                        .activation(new ActivationTanH())
                        .build())
                .layer(
                    new SubsamplingLayer.Builder(pooling)
                        .kernelSize(kernel, kernel)
                        .stride(stride, stride)
                        .padding(padding, padding)
                        .avgPoolIncludePadInDivisor(true)
                        .build())
                .layer(
                    new ConvolutionLayer.Builder(2, 2)
                        .nOut(2)
                        .activation(new ActivationTanH())
                        .build())
                .layer(
                    new OutputLayer.Builder(new LossMSE())
                        .nOut(OUTPUTS)
                        .activation(new ActivationIdentity())
                        .build())
                .setInputType(InputType.convolutional(HEIGHT, WIDTH, CHANNELS))
                .build());
    network.init();
    return network;
  }

  private INDArray vector(int length) {
    return Nd4j.createFromArray(random.doubles(length, -1, 1).toArray());
  }
}
