package org.escapement.host.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.escapement.host.plugin.PluginZip;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A run that a card has no room for ends in one line with the way on")
class CardMemoryTest {
  private static final String NO_ROOM =
      "throw new org.escapement.engine.compute.DeviceMemoryException(\"NVIDIA X has no room\");";

  private static final String MODEL =
      """
      class Full implements Model {
        public java.util.List<ParameterTensor> parameters() {
          return java.util.List.of(new ParameterTensor("w", java.util.List.of(2L), 0));
        }
        public INDArray initialPoint(java.util.random.RandomGenerator random) {
          return org.nd4j.linalg.factory.Nd4j.ones(org.nd4j.linalg.api.buffer.DataType.DOUBLE, 2);
        }
        public Objective objective(Examples examples) {
          return new Objective() {
            public int examples() { return 1; }
            public long dimension() { return 2; }
            public org.nd4j.linalg.api.buffer.DataType precision() {
              return org.nd4j.linalg.api.buffer.DataType.DOUBLE;
            }
            public String lossConvention() { return "none"; }
            public double loss(INDArray x, Batch batch) { NO_ROOM }
            public double gradient(INDArray x, Batch batch, INDArray out) { NO_ROOM }
          };
        }
      }
      """;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          in training | return new Full(); | ESC-607 NVIDIA X has no room
          as the model is made | NO_ROOM | ESC-607 run.yaml:2: model: NVIDIA X has no room
          """)
  void whereverItIsLacking(String when, String make, String line) throws Exception {
    String source =
        PluginZip.model("acme.Factory", "full")
            .replace("return null;", make)
            .replace("spi.model.*;", "spi.model.*;\nimport org.nd4j.linalg.api.ndarray.INDArray;")
            .concat(MODEL)
            .replace("NO_ROOM", NO_ROOM);
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    PluginZip.of("full", "1.0.0")
        .source(source)
        .index("acme.Factory")
        .write(plugins.resolve("model.zip"));
    String stepping =
        PluginZip.optimizer("acme.steps.Factory", "steps")
            .replace(
                "State init(INDArray x) { return null;",
                "State init(INDArray x) { return State.empty();")
            .replace(
                "BatchObjective objective) { return null;",
                "BatchObjective objective) { return new StepResult(objective.gradient(x), state);");
    PluginZip.of("steps", "1.0.0")
        .source(stepping)
        .index("acme.steps.Factory")
        .write(plugins.resolve("steps.zip"));
    Path config = folder.resolve("run.yaml");
    Files.writeString(
        config,
        """
        precision: double
        model: {type: full}
        train:
          optimizer: {type: steps}
          maxIterations: 3
        """);
    StringWriter err = new StringWriter();
    int code =
        EscapementCommand.commandLine()
            .setOut(new PrintWriter(new StringWriter()))
            .setErr(new PrintWriter(err))
            .execute(
                "run",
                config.toString(),
                "--plugins",
                plugins.toString(),
                "--out",
                folder.resolve("out").toString());
    assertThat(err.toString().lines().filter(each -> each.startsWith("ESC-")))
        .containsExactly(
            line.replace("run.yaml", config.toString())
                + "; to go on without a card: --backend cpu");
    assertThat(code).isEqualTo(2);
    assertThat(folder.resolve("out")).doesNotExist();
  }
}
