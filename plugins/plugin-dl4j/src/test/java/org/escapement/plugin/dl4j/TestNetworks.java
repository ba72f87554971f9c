package org.escapement.plugin.dl4j;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks of DL4J, made, trained and saved as its users do. */
final class TestNetworks {
  static final long SIDE = 6;

  private TestNetworks() {}

  static NeuralNetConfiguration.Builder builder(long seed) {
    return new NeuralNetConfiguration.Builder()
        .seed(seed)
        .dataType(DataType.DOUBLE)
        .updater(new Adam(0.01));
  }

  static DenseLayer dense(long inputs, long outputs, Activation activation) {
    return new DenseLayer.Builder().nIn(inputs).nOut(outputs).activation(activation).build();
  }

  /** Three outputs. */
  static OutputLayer output(long inputs, LossFunction loss, Activation activation) {
    return new OutputLayer.Builder(loss).nIn(inputs).nOut(3).activation(activation).build();
  }

  /** 4-5-3 with tanh and linear outputs. */
  static MultiLayerNetwork perceptron() {
    return initialized(
        builder(3)
            .list()
            .layer(dense(4, 5, Activation.TANH))
            .layer(output(5, LossFunction.MSE, Activation.IDENTITY)));
  }

  /** Two convolutions with pooling, dense layers, softmax, for images of two channels. */
  static MultiLayerNetwork convolutional(CNN2DFormat format) {
    return initialized(
        builder(4)
            .l2(1e-4)
            .list()
            .layer(
                new ConvolutionLayer.Builder(3, 3)
                    .dataFormat(format)
                    .convolutionMode(ConvolutionMode.Same)
                    .nOut(3)
                    .activation(Activation.RELU)
                    .build())
            .layer(
                new SubsamplingLayer.Builder(PoolingType.MAX)
                    .dataFormat(format)
                    .kernelSize(2, 2)
                    .stride(2, 2)
                    .build())
            .layer(
                new ConvolutionLayer.Builder(2, 2)
                    .dataFormat(format)
                    .nOut(4)
                    .activation(Activation.TANH)
                    .build())
            .layer(
                new SubsamplingLayer.Builder(PoolingType.AVG)
                    .dataFormat(format)
                    .kernelSize(2, 2)
                    .stride(1, 1)
                    .build())
            .layer(
                new DenseLayer.Builder()
                    .nOut(5)
                    .dropOut(0.8)
                    .activation(Activation.SIGMOID)
                    .build())
            .layer(
                new OutputLayer.Builder(LossFunction.MCXENT)
                    .nOut(3)
                    .activation(Activation.SOFTMAX)
                    .build())
            .setInputType(InputType.convolutional(SIDE, SIDE, 2, format)));
  }

  /** A residual block of convolutions with batch normalisation, average, softmax. */
  static ComputationGraph residual(boolean normalized) {
    var graph =
        builder(5)
            .graphBuilder()
            .addInputs("images")
            .setInputTypes(InputType.convolutional(SIDE, SIDE, 2))
            .addLayer("stem", convolution(Activation.IDENTITY), "images");
    graph.addLayer(
        "norm",
        normalized
            ? new BatchNormalization.Builder().eps(1e-3).build()
            : new ActivationLayer(Activation.SOFTPLUS),
        "stem");
    graph
        .addLayer("relu", new ActivationLayer(Activation.RELU), "norm")
        .addLayer("body1", convolution(Activation.RELU), "relu")
        .addLayer("body2", convolution(Activation.IDENTITY), "body1")
        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "relu", "body2")
        .addLayer("after", new ActivationLayer(Activation.RELU), "sum")
        .addLayer("average", new GlobalPoolingLayer(PoolingType.AVG), "after")
        .addLayer(
            "output",
            new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build(),
            "average")
        .setOutputs("output");
    return initialized(graph.build());
  }

  private static ConvolutionLayer convolution(Activation activation) {
    return new ConvolutionLayer.Builder(3, 3)
        .convolutionMode(ConvolutionMode.Same)
        .nOut(4)
        .activation(activation)
        .build();
  }

  static MultiLayerNetwork initialized(NeuralNetConfiguration.ListBuilder layers) {
    MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
    network.init();
    return network;
  }

  static ComputationGraph initialized(ComputationGraphConfiguration graph) {
    ComputationGraph network = new ComputationGraph(graph);
    network.init();
    return network;
  }

  /** Saves it with the optimizer's state, as is usual. */
  static Path saved(Model network, Path folder, String name) {
    try {
      Path file = folder.resolve(name);
      ModelSerializer.writeModel(network, file.toFile(), true);
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** In a folder of its own, for as long as the tests run. */
  static Path saved(Model network) {
    try {
      Path folder = Files.createTempDirectory("dl4j-test");
      Path file = saved(network, folder, "network.zip");
      folder.toFile().deleteOnExit();
      file.toFile().deleteOnExit();
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static INDArray random(long seed, long... shape) {
    long length = 1;
    for (long size : shape) {
      length *= size;
    }
    return Nd4j.createFromArray(new Random(seed).doubles(length, -1, 1).toArray())
        .reshape('c', shape);
  }

  /** Classes that depend on the rows. */
  static INDArray classes(INDArray rows) {
    INDArray targets = Nd4j.zeros(DataType.DOUBLE, rows.size(0), 3);
    for (int i = 0; i < rows.size(0); i++) {
      double sum = rows.getRow(i).sumNumber().doubleValue();
      targets.putScalar(i, sum < -0.5 ? 0 : sum < 0.5 ? 1 : 2, 1);
    }
    return targets;
  }

  static void train(MultiLayerNetwork network, INDArray features, INDArray targets, int steps) {
    for (int i = 0; i < steps; i++) {
      network.fit(new DataSet(features, targets));
    }
  }
}
