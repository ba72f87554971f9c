package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Convolutional networks on images, from config to analysis")
class ImageNetworksIT extends DistributionTestCase {
  private static final String FASHION_MNIST =
      "{type: idx, dir: %s/fashion-mnist, train: 12, test: 8, normalization: channel}";
  private static final String CIFAR =
      "{type: cifar10, path: %s/cifar-10, classes: [airplane, automobile], train: 12, test: 8,"
          + " normalization: channel}";
  private static final String CONFIG =
      """
      seed: 1
      data: %s
      model: {type: %s}
      train: {optimizer: {type: gd, learningRate: 0.05}, maxIterations: 3}
      analyze:
        optimizers:
          - {type: gd, learningRate: 0.05}
          - {type: sgd, learningRate: 0.05, batchSize: 4}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "lenet;  fashion-mnist; 61706",
        "lenet, pooling: maximum, activation: relu, initialization: {type: orthogonal}; cifar-10; 82446",
        "vgg;    cifar-10; 71410",
        "resnet, depth: 8; cifar-10; 74770",
        "resnet, depth: 8, channels: 4, normalization: none, shortcut: convolution; cifar-10; 4994",
      })
  void areTrainedAndAnalysed(String model, String data, long parameters) throws IOException {
    Path shared = Path.of("").toAbsolutePath().resolve("../../shared/data").normalize();
    assumeTrue(Files.isDirectory(shared.resolve(data)), "no " + data + " beside the project");
    String name = model.replaceAll("[^a-z0-9]", "");
    String source = data.equals("cifar-10") ? CIFAR : FASHION_MNIST;
    Files.writeString(work(name + ".yaml"), CONFIG.formatted(source.formatted(shared), model));

    Installation.Outcome outcome = escapement("run", name + ".yaml", "--out", name);

    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(3); // short of a minimum
    JsonNode results = results(name);
    assertThat(results.at("/provenance/parameters").asLong()).isEqualTo(parameters);
    assertThat(results.at("/minimum/loss").asDouble()).isBetween(1e-6, 10.0);
    assertThat(Files.size(work(name + "/minimum.safetensors"))).isGreaterThan(4 * parameters);
    for (String quantity : new String[] {"sharpness", "nonUniformity"}) {
      assertThat(results.at("/curvature/" + quantity + "/value").asDouble()).isPositive();
      assertThat(results.at("/curvature/" + quantity + "/status").asText()).isEqualTo("converged");
    }
    if (model.startsWith("resnet") && !model.contains("none")) {
      assertThat(results.at("/curvature/normalization").asText())
          .isEqualTo(
              "statistics of all examples at the point, held constant; those of the batch in"
                  + " training");
      assertThat(outcome.out()).contains("normalisation by statistics of all examples");
    } else {
      assertThat(results.at("/curvature/normalization").isNull()).isTrue();
      assertThat(outcome.out()).doesNotContain("normalisation by");
    }
    assertThat(results.get("stability")).hasSize(2);
    assertThat(results.at("/stability/1/conditions"))
        .filteredOn(condition -> condition.get("name").asText().contains("mean-square"))
        .hasSize(3)
        .allMatch(condition -> condition.get("criticalLearningRate").asDouble() > 0);
    assertThat(results.get("faults")).isEmpty();
  }

  @Test
  void flatExamplesAreRefused() throws IOException {
    Files.writeString(work("flat.csv"), "a,b,label\n0,1,x\n1,0,y\n");
    Files.writeString(work("flat.yaml"), CONFIG.formatted("{type: csv, file: flat.csv}", "resnet"));
    assertRefused(
        escapement("run", "flat.yaml", "--out", "flat"),
        "ESC-403",
        "flat.yaml:3: model: resnet needs images [channels, height, width], the examples have the"
            + " shape [2]");
  }
}
