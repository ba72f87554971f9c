package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A plugin that fails in the middle of a run is named in one line")
class FaultyPluginIT extends DistributionTestCase {
  private static final String SOURCE =
      """
      package acme;

      import org.escapement.spi.optimizer.*;
      import org.nd4j.linalg.api.ndarray.INDArray;

      public class Bad implements OptimizerFactory<Bad.Options> {
        public record Options() {}
        public String name() { return "bad"; }
        public String description() { return "fails at its third step"; }
        public Class<Options> options() { return Options.class; }
        public Optimizer create(Options options) {
          return new Optimizer() {
            public State init(INDArray x) { return State.empty().with("step", 0); }
            public StepResult step(INDArray x, State state, BatchObjective objective) {
              double step = state.scalar("step");
              if (step == 2) { BODY }
              return new StepResult(x.dup(), state.with("step", step + 1));
            }
          };
        }
      }
      """;

  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "int zero = 0; zero /= zero;,"
        + "ESC-304 optimizer 'bad' of acme@1.0.0: step failed: ArithmeticException: / by zero (at"
        + " acme.Bad$1.step(Bad.java:",
    "return null;, ESC-304 optimizer 'bad' of acme@1.0.0: step returned null",
    "'return new StepResult(null, state);',"
        + "ESC-304 optimizer 'bad' of acme@1.0.0: step returned a result without a point",
    "'return new StepResult(x.reshape(1, x.length()), state);',"
        + "ESC-304 optimizer 'bad' of acme@1.0.0: step returned a result with a point of shape",
    "objective.gradient(null);, ESC-304 ",
    "throw new OutOfMemoryError(\"enough\");, ESC-602 OutOfMemoryError: enough"
  })
  void failure(String body, String line, @TempDir Path folder) throws IOException {
    Path plugins = Files.createDirectory(folder.resolve("plugins"));
    try (Stream<Path> files = Files.list(installation.home().resolve("plugins"))) {
      for (Path zip : files.filter(file -> file.toString().contains("networks")).toList()) {
        Files.copy(zip, plugins.resolve(zip.getFileName()));
      }
    }
    ThirdPartyPlugin.write(
        installation,
        SOURCE.replace("BODY", body),
        "Bad",
        List.of("acme.Bad"),
        folder,
        plugins.resolve("acme.zip"));
    List<String> before = left();
    Outcome outcome =
        escapement(
            "run",
            "small.yaml",
            "--plugins",
            plugins.toString(),
            "--out",
            "faulty",
            "--set",
            "train.optimizer={type: bad}",
            "--set",
            "analyze.optimizers=[]",
            "--set",
            "escape=null");
    assertCode(2, outcome);
    assertThat(outcome.err().lines().filter(text -> !text.equals("training")))
        .singleElement()
        .asString()
        .startsWith(line);
    assertThat(outcome.out()).isEmpty();
    assertThat(left()).containsAll(before).noneMatch(file -> file.contains("faulty"));
  }
}
