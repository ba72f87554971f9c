package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Files that DL4J wrote, and one in the layout of Keras, through the packaged program. */
@DisplayName("Trained networks from files, from config to analysis")
class TrainedNetworksIT extends DistributionTestCase {
  private static final String CONFIG =
      """
      seed: 1
      precision: double
      data: {type: generated, train: 60, test: 60, classes: 3, size: 8}
      model: {type: dl4j, file: %s}
      loss: %s
      minima: [trained]
      analyze:
        optimizers: [{type: gd, learningRate: 0.1}]
      """;

  private static void resource(String name) throws IOException {
    try (InputStream in = TrainedNetworksIT.class.getResourceAsStream(name)) {
      Files.write(work(name), in.readAllBytes());
    }
  }

  private static JsonNode analysed(String file, String loss) throws IOException {
    Files.writeString(work(file + ".yaml"), CONFIG.formatted(file, loss));
    assertCode(0, escapement("run", file + ".yaml", "--out", "of-" + file));
    return results("of-" + file);
  }

  /** DL4J's gradient descent with η = 0.1 went on until the edge 2/η held it. */
  @Test
  void aPerceptronThatDl4jTrainedLiesAtTheEdgeOfItsGradientDescent() throws IOException {
    Files.copy(installation.home().resolve("examples/dl4j-mlp.zip"), work("dl4j-mlp.zip"));
    JsonNode results = analysed("dl4j-mlp.zip", "mse");
    assertThat(results.at("/minimum/name").asText()).isEqualTo("trained");
    assertThat(results.at("/minimum/loss").asDouble()).isCloseTo(2.05e-4, within(1e-6));
    assertThat(results.at("/curvature/method").asText()).isEqualTo("exact");
    assertThat(results.at("/curvature/productError").isNull()).isTrue();
    assertThat(results.at("/curvature/sharpness/value").asDouble()).isCloseTo(20, within(0.1));
    assertThat(results.at("/provenance/parameters").asLong()).isEqualTo(64 * 16 + 16 + 16 * 3 + 3);
    assertThat(results.at("/provenance/modelNotes")).isEmpty();
  }

  @Test
  void aConvolutionalNetworkOfDl4jIsAnalysedExactly() throws IOException {
    resource("dl4j-cnn.zip");
    JsonNode results = analysed("dl4j-cnn.zip", "cross-entropy");
    assertThat(results.at("/curvature/method").asText()).isEqualTo("exact");
    assertThat(results.at("/minimum/loss").asDouble()).isCloseTo(3.2e-3, within(1e-4));
    assertThat(results.at("/curvature/degeneracy").asText()).startsWith("linearisation degenerate");
  }

  @Test
  void aLayerWithoutCounterpartIsNamedAndDifferencesAreMeasured() throws IOException {
    resource("dl4j-scaled.zip");
    Files.writeString( // a covariance product takes four gradients of every example
        work("scaled.yaml"),
        CONFIG.formatted("dl4j-scaled.zip", "mse").replace("train: 60", "train: 9"));
    assertCode(0, escapement("run", "scaled.yaml", "--out", "scaled"));
    JsonNode results = results("scaled");
    assertThat(results.at("/curvature/method").asText()).isEqualTo("central differences");
    assertThat(results.at("/curvature/productError").asDouble()).isBetween(1e-14, 1e-6);
    assertThat(results.at("/curvature/sharpness/value").asDouble()).isPositive();
    assertThat(results.at("/provenance/modelNotes/0").asText())
        .endsWith("no exact counterpart of 'layer1' (ElementWiseMultiplicationLayer)");
  }

  @Test
  void trainingGoesOnFromTheFileAndItsWeightsComeBack() throws IOException {
    resource("dl4j-cnn.zip");
    Files.writeString(
        work("more.yaml"),
        CONFIG
            .formatted("dl4j-cnn.zip", "cross-entropy")
            .replace(
                "minima: [trained]",
                "train: {optimizer: {type: gd, learningRate: 0.01}, maxIterations: 5}"));
    assertCode(3, escapement("run", "more.yaml", "--out", "more")); // five steps reach no loss
    JsonNode trained = results("more");
    assertThat(trained.at("/minimum/loss").asDouble()).isLessThan(3.3e-3);
    assertCode(
        0,
        escapement(
            "analyze", "more.yaml", "--parameters", "more/minimum.safetensors", "--out", "again"));
    assertThat(results("again").at("/minimum/loss").asDouble())
        .isCloseTo(trained.at("/minimum/loss").asDouble(), within(1e-12));
  }

  @Test
  void aFileOfKerasIsRead() throws IOException {
    Path keras =
        Path.of(
                "../plugins/plugin-dl4j/src/test/resources/org/escapement/plugin/dl4j/functional.h5")
            .toAbsolutePath();
    Files.writeString(work("points.csv"), "a,b,c,d,label\n0,1,2,1,x\n1,0,1,0,y\n2,1,0,1,z\n");
    Files.writeString(
        work("keras.yaml"),
        """
        seed: 1
        data: {type: csv, file: points.csv}
        model: {type: keras, file: %s}
        loss: mse
        minima: [trained]
        """
            .formatted(keras));
    assertCode(0, escapement("run", "keras.yaml", "--out", "keras"));
    assertThat(results("keras").at("/curvature/method").asText()).isEqualTo("exact");
  }

  @Test
  void whatIsNoNetworkIsRefusedInOneLine() throws IOException {
    Files.writeString(work("no.zip"), "PK no zip at all");
    Files.writeString(work("no.yaml"), CONFIG.formatted("no.zip", "mse"));
    assertRefused(
        escapement("run", "no.yaml", "--out", "no"), "ESC-402", "no.yaml:4: model: no.zip: ");
    Outcome missing = escapement("run", "no.yaml", "--set", "model.file=nowhere.zip");
    assertRefused(missing, "ESC-401", "model: nowhere.zip: there is no such file");
  }
}
