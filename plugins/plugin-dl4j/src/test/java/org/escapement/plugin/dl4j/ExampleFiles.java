package org.escapement.plugin.dl4j;

import java.nio.file.Path;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.escapement.engine.random.RandomStreams;
import org.escapement.lab.data.DataContext;
import org.escapement.lab.data.DataSet;
import org.escapement.lab.data.GeneratedOptions;
import org.escapement.lab.data.GeneratedSource;
import org.escapement.lab.data.Normalization;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Wrote the networks of {@code distribution/examples} and of the distribution's tests, trained by
 * DL4J on what {@code data: {type: generated, train: 60, test: 60, classes: 3, size: 8}} draws from
 * seed 1. {@code main FOLDER} writes them again.
 */
final class ExampleFiles {
  private static final int SIZE = 8;
  private static final int CLASSES = 3;

  private ExampleFiles() {}

  public static void main(String[] arguments) throws Exception {
    DataSet data =
        new GeneratedSource()
            .load(
                new GeneratedOptions(60, 60, CLASSES, 0.3, SIZE, 0, Normalization.NONE),
                new DataContext(RandomStreams.of(1), DataType.FLOAT));
    INDArray features = data.train().features();
    INDArray targets = data.train().targets();
    Path folder = Path.of(arguments[0]);
    write(perceptron(), features, targets, 4000, folder.resolve("dl4j-mlp.zip"));
    INDArray images = features.reshape('c', features.size(0), 1, SIZE, SIZE);
    write(convolutional(), images, targets, 150, folder.resolve("dl4j-cnn.zip"));
    write(scaled(), features, targets, 200, folder.resolve("dl4j-scaled.zip"));
  }

  private static void write(
      MultiLayerNetwork network, INDArray features, INDArray targets, int steps, Path file)
      throws Exception {
    TestNetworks.train(network, features, targets, steps);
    System.out.println(file + ": loss " + network.score());
    ModelSerializer.writeModel(network, file.toFile(), false);
  }

  private static MultiLayerNetwork perceptron() {
    return TestNetworks.initialized(
        new NeuralNetConfiguration.Builder()
            .seed(1)
            .updater(new Sgd(0.1))
            .list()
            .layer(dense(SIZE * SIZE, 16))
            .layer(linear(16)));
  }

  private static DenseLayer dense(long inputs, long outputs) {
    return new DenseLayer.Builder().nIn(inputs).nOut(outputs).activation(Activation.TANH).build();
  }

  private static OutputLayer linear(long inputs) {
    return new OutputLayer.Builder(LossFunction.MSE)
        .nIn(inputs)
        .nOut(CLASSES)
        .activation(Activation.IDENTITY)
        .build();
  }

  private static MultiLayerNetwork convolutional() {
    return TestNetworks.initialized(
        new NeuralNetConfiguration.Builder()
            .seed(2)
            .updater(new Adam(0.01))
            .list()
            .layer(new ConvolutionLayer.Builder(3, 3).nOut(4).activation(Activation.RELU).build())
            .layer(
                new SubsamplingLayer.Builder(PoolingType.MAX).kernelSize(2, 2).stride(2, 2).build())
            .layer(new DenseLayer.Builder().nOut(8).activation(Activation.TANH).build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(CLASSES)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(SIZE, SIZE, 1, CNN2DFormat.NCHW)));
  }

  /** With a layer that the engine has no counterpart of. */
  private static MultiLayerNetwork scaled() {
    return TestNetworks.initialized(
        new NeuralNetConfiguration.Builder()
            .seed(3)
            .updater(new Adam(0.01))
            .list()
            .layer(dense(SIZE * SIZE, 6))
            .layer(
                new ElementWiseMultiplicationLayer.Builder()
                    .nIn(6)
                    .nOut(6)
                    .activation(Activation.IDENTITY)
                    .build())
            .layer(linear(6)));
  }
}
