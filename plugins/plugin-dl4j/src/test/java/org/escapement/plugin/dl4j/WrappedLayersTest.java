package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.escapement.plugin.dl4j.TestNetworks.dense;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.Objective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Layers that hold layers, and first layers by which the data are laid out. */
class WrappedLayersTest {
  private static final int EXAMPLES = 6;
  private static final Batch ALL = Batch.all(EXAMPLES);

  @TempDir Path folder;

  private Model model(MultiLayerNetwork network, List<Long> shape, Loss loss, Gradients gradients) {
    Path file = TestNetworks.saved(network, folder, "network.zip");
    return TestModels.of(file, shape, loss, gradients);
  }

  private static MultiLayerNetwork network(long inputs, Layer... first) {
    var layers = TestNetworks.builder(21).list();
    for (Layer layer : first) {
      layers.layer(layer);
    }
    return TestNetworks.initialized(
        layers.layer(TestNetworks.output(inputs, LossFunction.MSE, Activation.IDENTITY)));
  }

  /** DL4J's backward pass ends at a frozen layer, so what lies before it would seem flat. */
  @Test
  void frozenLayersInWhatIsNotConvertedAreRefused() {
    for (Layer frozen :
        List.of(
            new FrozenLayer(dense(5, 5, Activation.TANH)),
            new FrozenLayerWithBackprop(dense(5, 5, Activation.TANH)))) {
      MultiLayerNetwork network = network(5, dense(4, 5, Activation.SWISH), frozen);
      assertThatThrownBy(() -> model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, Gradients.AUTO))
          .isInstanceOfSatisfying(
              EscapementException.class,
              e -> assertThat(e.code()).isEqualTo(ErrorCode.MODEL_UNSUPPORTED))
          .hasMessageContaining(
              "a frozen layer ('layer1') can be analysed in networks that are conv")
          .hasMessageContaining("(activation swish)")
          .hasMessageEndingWith("; save the network with that layer unfrozen");
    }
    MultiLayerNetwork convertible = network(5, new FrozenLayer(dense(4, 5, Activation.TANH)));
    assertThatThrownBy(
            () -> model(convertible, List.of(4L), Loss.MEAN_SQUARED_ERROR, Gradients.DL4J))
        .hasMessageContaining("a frozen layer ('layer0')")
        .hasMessageContaining("DL4J's gradients were asked for");
  }

  @Test
  void whatLiesBeforeAFrozenLayerHasItsGradientInWhatIsConverted() {
    Layer frozen = new FrozenLayer(dense(5, 5, Activation.TANH));
    MultiLayerNetwork network = network(5, dense(4, 5, Activation.TANH), frozen);
    Model model = model(network, List.of(4L), Loss.MEAN_SQUARED_ERROR, Gradients.AUTO);
    INDArray rows = TestNetworks.random(1, EXAMPLES, 4);
    INDArray targets = TestNetworks.random(2, EXAMPLES, 3);
    Objective objective =
        TestModels.assertLoss(model, rows, targets, network.score(new DataSet(rows, targets)));
    INDArray x = TestModels.trained(model);
    assertThat(x.length()).isEqualTo(4 * 5 + 5 + 5 * 3 + 3);
    assertSlope(objective, x);
  }

  private static Layer lastOfBoth(boolean penalised) {
    LSTM.Builder lstm = new LSTM.Builder().nIn(2).nOut(4).activation(Activation.TANH);
    if (penalised) {
      lstm.l2(0.3).dropOut(0.5);
    }
    return new LastTimeStep(new Bidirectional(Bidirectional.Mode.CONCAT, lstm.build()));
  }

  @Test
  void whatWrappedLayersHaveForTrainingIsNoPartOfTheLoss() {
    MultiLayerNetwork plain = network(8, lastOfBoth(false));
    MultiLayerNetwork penalised = network(8, lastOfBoth(true));
    penalised.setParams(plain.params());
    Model model = model(penalised, List.of(2L, 5L), Loss.MEAN_SQUARED_ERROR, Gradients.AUTO);
    INDArray rows = TestNetworks.random(1, EXAMPLES, 10);
    INDArray targets = TestNetworks.random(2, EXAMPLES, 3);
    INDArray sequences = rows.reshape('c', EXAMPLES, 2, 5);
    Objective objective =
        TestModels.assertLoss(model, rows, targets, plain.score(new DataSet(sequences, targets)));
    assertSlope(objective, TestModels.trained(model));
    assertThat(model.notes())
        .contains(
            "no part of the loss: dropout that the file has for layer layer0",
            "no part of the loss: weight penalties that the file has for layer layer0");
  }

  @Test
  void aSingleOutputLayerTakesImagesAsRows() {
    var layers = TestNetworks.builder(22).list();
    MultiLayerNetwork network =
        TestNetworks.initialized(
            layers.layer(TestNetworks.output(16, LossFunction.MCXENT, Activation.SOFTMAX)));
    assertExact(network, Loss.CROSS_ENTROPY, 16 * 3 + 3);
  }

  @Test
  void aFrozenFirstLayerTakesImagesAsRows() {
    MultiLayerNetwork network = network(5, new FrozenLayer(dense(16, 5, Activation.TANH)));
    assertExact(network, Loss.MEAN_SQUARED_ERROR, 5 * 3 + 3);
  }

  private void assertExact(MultiLayerNetwork network, Loss loss, long dimension) {
    Model model = model(network, List.of(1L, 4L, 4L), loss, Gradients.AUTO);
    INDArray rows = TestNetworks.random(1, EXAMPLES, 16);
    INDArray targets = TestNetworks.classes(rows);
    Objective objective =
        TestModels.assertLoss(model, rows, targets, network.score(new DataSet(rows, targets)));
    INDArray x = TestModels.trained(model);
    assertThat(x.length()).isEqualTo(dimension);
    TestModels.assertMethod(objective, x, Curvature.Method.EXACT);
  }

  private static void assertSlope(Objective objective, INDArray x) {
    INDArray gradient = x.ulike();
    assertThat(objective.gradient(x, ALL, gradient))
        .isCloseTo(objective.loss(x, ALL), within(1e-12));
    INDArray v = TestNetworks.random(3, x.length());
    double step = 1e-5;
    double slope =
        (objective.loss(x.add(v.mul(step)), ALL) - objective.loss(x.sub(v.mul(step)), ALL))
            / (2 * step);
    assertThat(gradient.mul(v).sumNumber().doubleValue()).isCloseTo(slope, within(1e-8));
  }
}
