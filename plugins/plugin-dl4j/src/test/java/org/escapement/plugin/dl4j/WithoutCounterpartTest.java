package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.escapement.plugin.dl4j.TestNetworks.dense;
import static org.escapement.plugin.dl4j.TestNetworks.output;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.plugin.dl4j.NetworkOptions.Start;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.ModelSetting;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Networks that DL4J has to compute, and those that cannot be analysed at all. */
class WithoutCounterpartTest {
  private static final int EXAMPLES = 6;
  private static final INDArray FEATURES = TestNetworks.random(1, EXAMPLES, 4);
  private static final INDArray TARGETS = TestNetworks.random(2, EXAMPLES, 3);

  @TempDir Path folder;

  private org.escapement.spi.model.Model model(
      Model network, List<Long> shape, Loss loss, boolean ownLoss) {
    Path file = TestNetworks.saved(network, folder, "network.zip");
    return TestModels.of(new Dl4jFactory(), file, shape, loss, Gradients.AUTO, ownLoss);
  }

  private static ComputationGraph merging() {
    return TestNetworks.initialized(
        TestNetworks.builder(6)
            .graphBuilder()
            .addInputs("in")
            .addLayer("left", dense(4, 3, Activation.TANH), "in")
            .addLayer("right", dense(4, 3, Activation.SWISH), "in")
            .addVertex("both", new MergeVertex(), "left", "right")
            .addLayer("out", output(6, LossFunction.MSE, Activation.IDENTITY), "both")
            .setOutputs("out")
            .build());
  }

  @Test
  void aGraphWithUnsupportedPartsRunsThroughDifferencesAndNamesThem() {
    ComputationGraph network = merging();
    var model = model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, false);
    assertThat(model.notes())
        .containsExactly(
            "gradients are DL4J's and second derivatives central differences of them, because"
                + " there is no exact counterpart of 'right' (activation swish), 'both' (MergeVertex"
                + " of 2 inputs)");
    assertThat(model.parameters())
        .extracting(tensor -> tensor.name() + tensor.shape())
        .containsExactly(
            "left.weight[3, 4]",
            "left.bias[3]",
            "right.weight[3, 4]",
            "right.bias[3]",
            "out.weight[3, 6]",
            "out.bias[3]");
    Objective objective =
        TestModels.assertLoss(
            model, FEATURES, TARGETS, network.score(new DataSet(FEATURES, TARGETS)));
    INDArray x = TestModels.trained(model);
    try (Curvature curvature = objective.curvature(x)) {
      assertThat(curvature.method()).isEqualTo(Curvature.Method.CENTRAL_DIFFERENCES);
      INDArray v = TestNetworks.random(3, x.length());
      assertThat(curvature.productError(Batch.all(EXAMPLES), v)).isBetween(1e-13, 1e-7);
    }
  }

  @Test
  void halfTheSquaredErrorIsHalfOfDl4js() {
    ComputationGraph network = merging();
    Examples examples = new Examples(FEATURES, TARGETS);
    Batch all = Batch.all(EXAMPLES);
    var mean = model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, false);
    var half = model(network, List.of(4L), Loss.HALF_SQUARED_ERROR, false);
    INDArray x = TestModels.trained(mean);
    INDArray ofMean = x.ulike();
    INDArray ofHalf = x.ulike();
    double loss = mean.objective(examples).gradient(x, all, ofMean);
    // 1/2 of a sum beside 1/3 of it
    assertThat(half.objective(examples).gradient(x, all, ofHalf))
        .isCloseTo(1.5 * loss, within(1e-12));
    assertThat(ofHalf.distance2(ofMean.mul(1.5))).isLessThan(1e-12);
  }

  @Test
  void sequencesRunThroughDl4j() {
    MultiLayerNetwork network =
        TestNetworks.initialized(
            TestNetworks.builder(7)
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(4).activation(Activation.TANH).build())
                .layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(output(4, LossFunction.MSE, Activation.IDENTITY)));
    var model = model(network, List.of(2L, 5L), Loss.MEAN_SQUARED_ERROR, false);
    INDArray rows = TestNetworks.random(1, EXAMPLES, 10);
    INDArray sequences = rows.reshape('c', EXAMPLES, 2, 5);
    TestModels.assertLoss(model, rows, TARGETS, network.score(new DataSet(sequences, TARGETS)));
    assertThat(model.notes().get(0)).endsWith("no exact counterpart of sequences as examples");
  }

  @Test
  void aLossOfTheFilesOwn() {
    MultiLayerNetwork network =
        TestNetworks.initialized(
            TestNetworks.builder(8)
                .list()
                .layer(dense(4, 5, Activation.TANH))
                .layer(output(5, LossFunction.XENT, Activation.SIGMOID)));
    assertRefused(
        () -> model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, false),
        ErrorCode.CONFIG_CONFLICT,
        "the file's loss is LossBinaryXENT",
        "'ownLoss: true' takes it as it is");
    var model = model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, true);
    INDArray targets = TARGETS.gt(0).castTo(DataType.DOUBLE);
    Objective objective =
        TestModels.assertLoss(
            model, FEATURES, targets, network.score(new DataSet(FEATURES, targets)));
    assertThat(objective.lossConvention()).startsWith("1/n sum over n examples of DL4J's Loss");
    assertThat(model.notes().get(0)).endsWith("because its own loss was asked for");
  }

  @Test
  void aLossOfAnotherKindTellsTheNamesOfConfigs() {
    assertRefused(
        () -> model(merging(), List.of(4L), Loss.CROSS_ENTROPY, false),
        ErrorCode.CONFIG_CONFLICT,
        "set 'loss: mse' or 'half-squared-error'");
  }

  @Test
  void frozenLayersAreConstants() {
    MultiLayerNetwork network =
        TestNetworks.initialized(
            TestNetworks.builder(9)
                .list()
                .layer(new FrozenLayer(dense(4, 5, Activation.TANH)))
                .layer(output(5, LossFunction.MSE, Activation.IDENTITY)));
    var model = model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, false);
    assertThat(model.parameters())
        .extracting(tensor -> tensor.name())
        .containsExactly("layers.2.weight", "layers.2.bias");
    TestModels.assertLoss(model, FEATURES, TARGETS, network.score(new DataSet(FEATURES, TARGETS)));
    assertThat(model.notes())
        .hasSize(1)
        .first()
        .asString()
        .endsWith("its parameters are constants");
  }

  @Test
  void batchNormalisationBesideWhatIsNotConvertedIsRefused() {
    MultiLayerNetwork network =
        TestNetworks.initialized(
            TestNetworks.builder(10)
                .list()
                .layer(dense(4, 5, Activation.SWISH))
                .layer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
                .layer(output(5, LossFunction.MSE, Activation.IDENTITY)));
    assertRefused(
        () -> model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, false),
        ErrorCode.MODEL_UNSUPPORTED,
        "in networks that are converted as a whole only",
        "(activation swish)");
  }

  @Test
  void unequalPaddingHasNoCounterpart() {
    MultiLayerNetwork network =
        TestNetworks.initialized(
            TestNetworks.builder(11)
                .list()
                .layer(
                    new ConvolutionLayer.Builder(2, 2)
                        .convolutionMode(ConvolutionMode.Same)
                        .nOut(2)
                        .activation(Activation.TANH)
                        .build())
                .layer(output(0, LossFunction.MSE, Activation.IDENTITY))
                .setInputType(InputType.convolutional(4, 4, 1)));
    assertThat(model(network, List.of(1L, 4L, 4L), Loss.MEAN_SQUARED_ERROR, false).notes().get(0))
        .contains("(padding that differs from side to side)");
  }

  @Test
  void severalInputsAndOutputsAreRefused() {
    ComputationGraph network =
        TestNetworks.initialized(
            TestNetworks.builder(12)
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                .addLayer("out", output(4, LossFunction.MSE, Activation.IDENTITY), "sum")
                .setOutputs("out")
                .build());
    assertRefused(
        () -> model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, false),
        ErrorCode.MODEL_UNSUPPORTED,
        "a network of 2 inputs and 1 outputs, must have one of each");
  }

  @Test
  void dataOfOtherShapesAreRefused() {
    assertRefused(
        () -> model(merging(), List.of(5L), Loss.MEAN_SQUARED_ERROR, false),
        ErrorCode.DATA_MISMATCH,
        "cannot take examples of the shape [5]");
    Path file = TestNetworks.saved(merging(), folder, "network.zip");
    assertRefused(
        () ->
            new Dl4jFactory()
                .create(
                    new NetworkOptions(file.toString(), Start.FILE, Gradients.AUTO, false),
                    new ModelSetting(List.of(4L), 2, Loss.MEAN_SQUARED_ERROR, DataType.FLOAT)),
        ErrorCode.DATA_MISMATCH,
        "the network has 3 outputs, the data have 2");
  }

  private static void assertRefused(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call, ErrorCode code, String... parts) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            EscapementException.class,
            refused -> {
              assertThat(refused.code()).as(refused.getMessage()).isEqualTo(code);
              assertThat(refused.getMessage()).contains(parts);
            });
  }
}
