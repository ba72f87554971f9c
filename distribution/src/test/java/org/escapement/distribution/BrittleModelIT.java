package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A model that fails in the analysis does not take the minimum with it")
class BrittleModelIT extends DistributionTestCase {
  private static final String SOURCE =
      """
      package acme;

      import java.util.List;
      import java.util.Map;
      import java.util.random.RandomGenerator;
      import org.escapement.spi.model.*;
      import org.nd4j.linalg.api.buffer.DataType;
      import org.nd4j.linalg.api.ndarray.INDArray;
      import org.nd4j.linalg.factory.Nd4j;

      public class Brittle implements ModelFactory<Brittle.Options> {
        public record Options() {}
        public String name() { return "brittle"; }
        public String description() { return "half a square, without its second derivative"; }
        public Class<Options> options() { return Options.class; }
        public boolean needsData() { return false; }
        public Model create(Options options, ModelSetting setting) {
          return new Model() {
            public List<ParameterTensor> parameters() {
              return List.of(new ParameterTensor("x", List.of(3L), 0));
            }
            public INDArray initialPoint(RandomGenerator random) {
              return Nd4j.createFromArray(1.0, 2.0, 3.0);
            }
            public Objective objective(Examples examples) { return new Square(); }
            public Map<String, INDArray> knownMinima() {
              return Map.of("zero", Nd4j.createFromArray(0.0, 0.0, 0.0));
            }
          };
        }

        static class Square implements Objective {
          public int examples() { return 1; }
          public long dimension() { return 3; }
          public DataType precision() { return DataType.DOUBLE; }
          public String lossConvention() { return "half a square"; }
          public double loss(INDArray x, Batch batch) {
            double norm = x.norm2Number().doubleValue();
            return norm * norm / 2;
          }
          public double gradient(INDArray x, Batch batch, INDArray out) {
            out.assign(x);
            return loss(x, batch);
          }
          public Curvature gaussNewton(INDArray x) {
            throw new IllegalStateException("no second derivatives today");
          }
        }
      }
      """;

  private static final String CONFIG =
      """
      seed: 1
      precision: double
      model: {type: brittle}
      train:
        optimizer: {type: gd, learningRate: 0.5}
        until: {loss: 1.0e-4}
        maxIterations: 100
      analyze:
        optimizers: [{type: gd, learningRate: 0.5}]
      """;

  @BeforeAll
  static void installPlugin(@TempDir Path folder) throws IOException {
    ThirdPartyPlugin.write(
        installation,
        SOURCE,
        "Brittle",
        List.of("acme.Brittle"),
        folder,
        installation.home().resolve("plugins/acme.zip"));
  }

  @Test
  void minimumAndMetricsAreWritten() throws IOException {
    Files.writeString(work("brittle.yaml"), CONFIG);
    Outcome outcome = escapement("run", "brittle.yaml", "--out", "brittle");
    assertCode(3, outcome);
    assertThat(outcome.err())
        .contains("ESC-304 analysis: model 'brittle' of acme@1.0.0: gaussNewton failed: ")
        .doesNotContain("\tat ");
    assertThat(work("brittle")).isDirectoryContaining("glob:**/minimum.safetensors");
    assertThat(Files.readAllLines(work("brittle/metrics.csv"))).hasSizeGreaterThan(2);
    JsonNode results = results("brittle");
    assertThat(results.at("/minimum/loss").asDouble()).isPositive().isLessThan(1e-4);
    assertThat(results.get("curvature").isNull()).isTrue();
    assertThat(results.get("stability")).isEmpty();
    JsonNode fault = results.at("/faults/0");
    assertThat(fault.get("phase").asText()).isEqualTo("analysis");
    assertThat(fault.get("optimizer").isNull()).isTrue();
    assertThat(fault.at("/plugin/id").asText()).isEqualTo("acme");
    assertThat(fault.get("code").asText()).isEqualTo("ESC-304");
  }

  @Test
  void minimaThatAreGivenAreKept() throws IOException {
    Files.writeString(
        work("known.yaml"), "precision: double\nmodel: {type: brittle}\nminima: [zero]\n");
    Outcome outcome = escapement("run", "known.yaml", "--out", "known");
    assertCode(3, outcome);
    assertThat(outcome.err()).contains("ESC-304 analysis at zero: model 'brittle' of acme@1.0.0: ");
    assertThat(results("known").at("/minimum/name").asText()).isEqualTo("zero");
    assertThat(results("known").get("curvature").isNull()).isTrue();
    assertThat(work("known")).isDirectoryNotContaining("glob:**/stability.png");
  }

  @Test
  void minimaOfAComparisonAreWritten() throws IOException {
    Files.writeString(
        work("compare.yaml"),
        """
        precision: double
        model: {type: brittle}
        compare:
          seeds: [1, 2]
          until: {loss: 1.0e-4}
          optimizers: [{type: gd, learningRate: 0.5}, {type: gd, learningRate: 0.25}]
        """);
    Outcome outcome = escapement("compare", "compare.yaml", "--out", "compared");
    assertCode(3, outcome);
    assertThat(outcome.err())
        .contains(
            "ESC-304 analysis at the minimum of gd.2, seed 2: model 'brittle' of acme@1.0.0: ")
        .doesNotContain("\tat ");
    assertThat(outcome.out()).contains("2 of 2", "failed 2/2").doesNotContain("no minimum");
    assertThat(work("compared"))
        .isDirectoryContaining("glob:**/comparison.csv")
        .isDirectoryContaining("glob:**/comparison.png");
    assertThat(work("compared/minima/gd-seed1.safetensors")).isRegularFile();
    for (JsonNode training : results("compared").get("trainings")) {
      assertThat(training.get("found").asBoolean()).isTrue();
      assertThat(training.at("/minimum/loss").asDouble()).isPositive().isLessThan(1e-4);
      assertThat(training.get("curvature").isNull()).isTrue();
      assertThat(training.get("faults")).hasSize(1);
    }
  }
}
