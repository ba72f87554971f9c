package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Path;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.escapement.plugin.dl4j.NetworkOptions.Gradients;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Examples;
import org.escapement.spi.model.Loss;
import org.escapement.spi.model.Model;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterTensor;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Converted networks beside those that DL4J restores from the same files by itself. */
class EqualityTest {
  private static final int EXAMPLES = 12;

  /** As a share of the gradient's length. */
  private static final double GRADIENT_RELATIVE_TOLERANCE = 1e-10;

  private static final double DIFFERENCES_RELATIVE_TOLERANCE = 1e-6;

  private static final List<Long> SHAPE = List.of(2L, TestNetworks.SIDE, TestNetworks.SIDE);
  private static final int PIXELS = (int) (2 * TestNetworks.SIDE * TestNetworks.SIDE);

  @TempDir Path folder;

  private static INDArray images(INDArray rows) {
    return rows.reshape('c', EXAMPLES, 2, TestNetworks.SIDE, TestNetworks.SIDE);
  }

  @Test
  void aTrainedPerceptronHasTheGradientOfDl4jAndExactCurvature() {
    MultiLayerNetwork network = TestNetworks.perceptron();
    INDArray features = TestNetworks.random(1, EXAMPLES, 4);
    INDArray targets = TestNetworks.random(2, EXAMPLES, 3);
    TestNetworks.train(network, features, targets, 50);
    Path file = TestNetworks.saved(network, folder, "mlp.zip");
    Model model = TestModels.of(file, List.of(4L), Loss.MEAN_SQUARED_ERROR, Gradients.AUTO);
    assertThat(model.dimension()).isEqualTo(network.numParams());
    assertThat(model.notes()).isEmpty();
    assertThat(model.parameters().get(0).name()).isEqualTo("layers.0.weight");
    assertThat(model.parameters().get(0).shape()).containsExactly(5L, 4L);

    Objective objective = model.objective(new Examples(features, targets));
    INDArray x = TestModels.trained(model);
    INDArray gradient = x.ulike();
    double loss = objective.gradient(x, Batch.all(EXAMPLES), gradient);
    assertThat(loss).isCloseTo(network.score(new DataSet(features, targets)), within(1e-12));

    network.setInput(features);
    network.setLabels(targets);
    network.computeGradientAndScore();
    INDArray expected = network.gradient().gradient().divi(EXAMPLES);
    // of a perceptron DL4J's vector in its f order is the engine's
    assertClose(gradient, expected.reshape(expected.length()));
    assertCurvatureIsExact(objective, x);
  }

  @ParameterizedTest
  @EnumSource(CNN2DFormat.class)
  void aTrainedConvolutionalNetworkHasTheGradientOfDl4j(CNN2DFormat format) {
    MultiLayerNetwork network = TestNetworks.convolutional(format);
    INDArray rows = TestNetworks.random(3, EXAMPLES, PIXELS);
    INDArray images = images(rows);
    if (format == CNN2DFormat.NHWC) {
      images = images.permute(0, 2, 3, 1).dup('c');
    }
    INDArray targets = TestNetworks.classes(rows);
    TestNetworks.train(network, images, targets, 20);
    Path file = TestNetworks.saved(network, folder, "cnn.zip");
    Model model = TestModels.of(file, SHAPE, Loss.CROSS_ENTROPY, Gradients.AUTO);
    assertThat(model.dimension()).isEqualTo(network.numParams());
    assertThat(model.notes())
        .containsExactly(
            "no part of the loss: weight penalties that the file has for layers layer0, layer2, layer4, layer5",
            "no part of the loss: dropout that the file has for layer layer4");

    Objective objective = model.objective(new Examples(rows, targets));
    INDArray x = TestModels.trained(model);
    INDArray gradient = x.ulike();
    double loss = objective.gradient(x, Batch.all(EXAMPLES), gradient);
    INDArray answers = network.output(images, false);
    double expectedLoss = 0;
    for (int i = 0; i < EXAMPLES; i++) {
      expectedLoss -= Math.log(answers.getRow(i).mul(targets.getRow(i)).sumNumber().doubleValue());
    }
    assertThat(loss).isCloseTo(expectedLoss / EXAMPLES, within(1e-10));

    // the weights' gradients tensor by tensor: DL4J's dropout and penalties off
    MultiLayerNetwork plain = withoutPenalties(network);
    plain.setInput(images);
    plain.setLabels(targets);
    plain.computeGradientAndScore();
    int[] withParameters = {0, 2, 4, 5};
    for (int i = 0; i < withParameters.length; i++) {
      boolean flattened = withParameters[i] == 4 && format == CNN2DFormat.NHWC; // another order
      assertTensor(model, gradient, 2 * i, plain, withParameters[i] + "_W", flattened);
      assertTensor(model, gradient, 2 * i + 1, plain, withParameters[i] + "_b", false);
    }
    assertThat(gradient.norm2Number().doubleValue())
        .isCloseTo(
            plain.gradient().gradient().div(EXAMPLES).norm2Number().doubleValue(), within(1e-10));
    assertCurvatureIsExact(objective, x);
  }

  /** One tensor; matrices are [inputs, outputs] in DL4J. */
  private static void assertTensor(
      Model model,
      INDArray gradient,
      int tensor,
      MultiLayerNetwork reference,
      String name,
      boolean anyOrder) {
    ParameterTensor ours = model.parameters().get(tensor);
    INDArray own =
        gradient.get(NDArrayIndex.interval(ours.offset(), ours.offset() + ours.length())).dup();
    INDArray theirs = reference.gradient().getGradientFor(name).div(EXAMPLES);
    theirs = (theirs.rank() == 2 && name.endsWith("W") ? theirs.transpose() : theirs).dup('c');
    theirs = theirs.reshape(theirs.length());
    if (anyOrder) {
      own = Nd4j.sort(own, true);
      theirs = Nd4j.sort(theirs, true);
    }
    assertClose(own, theirs);
  }

  private static MultiLayerNetwork withoutPenalties(MultiLayerNetwork network) {
    var configuration = network.getLayerWiseConfigurations().clone();
    for (var layer : configuration.getConfs()) {
      layer.getLayer().setIDropout(null);
      if (layer.getLayer() instanceof org.deeplearning4j.nn.conf.layers.BaseLayer base) {
        base.setRegularization(null);
      }
    }
    MultiLayerNetwork plain = new MultiLayerNetwork(configuration);
    plain.init();
    plain.setParams(network.params());
    return plain;
  }

  @ParameterizedTest
  @EnumSource(Gradients.class)
  void aGraphWithAResidualBlockIsThatOfDl4j(Gradients gradients) {
    ComputationGraph network = TestNetworks.residual(false);
    INDArray rows = TestNetworks.random(4, EXAMPLES, PIXELS);
    INDArray images = images(rows);
    INDArray targets = TestNetworks.classes(rows);
    Path file = TestNetworks.saved(network, folder, "graph.zip");
    Model model = TestModels.of(file, SHAPE, Loss.CROSS_ENTROPY, gradients);
    Objective objective = model.objective(new Examples(rows, targets));
    INDArray x = TestModels.trained(model);
    INDArray gradient = x.ulike();
    double loss = objective.gradient(x, Batch.all(EXAMPLES), gradient);
    assertThat(loss)
        .isCloseTo(
            network.score(
                new MultiDataSet(new INDArray[] {images}, new INDArray[] {targets}), false),
            within(1e-9));
    network.setInputs(images);
    network.setLabels(targets);
    network.computeGradientAndScore();
    assertThat(gradient.norm2Number().doubleValue())
        .isCloseTo(
            network.gradient().gradient().div(EXAMPLES).norm2Number().doubleValue(), within(1e-10));
    if (gradients == Gradients.AUTO) {
      assertCurvatureIsExact(objective, x);
      assertThat(model.parameters())
          .anyMatch(tensor -> tensor.name().equals("layers.3.body.0.weight"));
    } else {
      TestModels.assertMethod(objective, x, Curvature.Method.CENTRAL_DIFFERENCES);
      assertThat(model.notes())
          .containsExactly(
              "gradients are DL4J's and second derivatives central differences of them, because"
                  + " DL4J's gradients were asked for");
    }
  }

  @Test
  void batchNormalisationGoesByTheStatisticsOfTheFile() {
    ComputationGraph network = TestNetworks.residual(true);
    INDArray rows = TestNetworks.random(5, EXAMPLES, PIXELS);
    INDArray images = images(rows);
    INDArray targets = TestNetworks.classes(rows);
    for (int i = 0; i < 10; i++) {
      network.fit(new INDArray[] {images}, new INDArray[] {targets});
    }
    Path file = TestNetworks.saved(network, folder, "norm.zip");
    Model model = TestModels.of(file, SHAPE, Loss.CROSS_ENTROPY, Gradients.AUTO);
    assertThat(model.dimension()).isEqualTo(network.numParams() - 2 * 4);
    assertThat(model.notes())
        .containsExactly(
            "'norm' normalises by the means and variances of the file, which are constants, in"
                + " training too");
    Objective objective = model.objective(new Examples(rows, targets));
    INDArray x = TestModels.trained(model);
    INDArray answers = network.output(images)[0];
    for (int i = 0; i < EXAMPLES; i++) {
      double expected =
          -Math.log(answers.getRow(i).mul(targets.getRow(i)).sumNumber().doubleValue());
      assertThat(objective.loss(x, Batch.of(i))).isCloseTo(expected, within(1e-9));
    }
    assertCurvatureIsExact(objective, x);
  }

  private static void assertClose(INDArray actual, INDArray expected) {
    assertThat(actual.distance2(expected))
        .isLessThan(GRADIENT_RELATIVE_TOLERANCE * expected.norm2Number().doubleValue());
  }

  /** Hessian products, told to be exact, beside differences of gradients. */
  private static void assertCurvatureIsExact(Objective objective, INDArray x) {
    INDArray v = TestNetworks.random(9, x.length());
    INDArray product = x.ulike();
    Batch all = Batch.all(objective.examples());
    try (Curvature curvature = objective.curvature(x)) {
      assertThat(curvature.method()).isEqualTo(Curvature.Method.EXACT);
      curvature.hessianProduct(all, v, product);
    }
    double h = 1e-6;
    INDArray above = x.ulike();
    INDArray below = x.ulike();
    objective.gradient(x.add(v.mul(h)), all, above);
    objective.gradient(x.sub(v.mul(h)), all, below);
    INDArray expected = above.sub(below).divi(2 * h);
    assertThat(product.distance2(expected))
        .isLessThan(DIFFERENCES_RELATIVE_TOLERANCE * expected.norm2Number().doubleValue());
  }
}
