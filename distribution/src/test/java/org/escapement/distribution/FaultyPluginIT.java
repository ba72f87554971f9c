package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
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
    write(SOURCE.replace("BODY", body), folder, plugins.resolve("acme.zip"));
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

  private static void write(String source, Path folder, Path zip) throws IOException {
    Path file = Files.writeString(folder.resolve("Bad.java"), source);
    Path classes = Files.createDirectory(folder.resolve("classes"));
    String libraries;
    try (Stream<Path> jars = Files.list(installation.home().resolve("lib"))) {
      libraries =
          String.join(System.getProperty("path.separator"), jars.map(Path::toString).toList());
    }
    int code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                OutputStream.nullOutputStream(),
                OutputStream.nullOutputStream(),
                "-proc:none",
                "-cp",
                libraries,
                "-d",
                classes.toString(),
                file.toString());
    assertThat(code).as("compilation of\n" + source).isZero();
    try (ZipOutputStream out = new ZipOutputStream(Files.newOutputStream(zip));
        Stream<Path> files = Files.walk(classes)) {
      entry(out, "plugin.properties", "plugin.id=acme\nplugin.version=1.0.0\n");
      entry(out, "classes/META-INF/extensions.idx", "acme.Bad\n");
      for (Path compiled : files.filter(Files::isRegularFile).toList()) {
        out.putNextEntry(new ZipEntry("classes/acme/" + compiled.getFileName()));
        Files.copy(compiled, out);
      }
    }
  }

  private static void entry(ZipOutputStream out, String name, String text) throws IOException {
    out.putNextEntry(new ZipEntry(name));
    out.write(text.getBytes(StandardCharsets.UTF_8));
  }
}
