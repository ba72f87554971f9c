package org.escapement.host.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.host.cli.EscapementCommand;
import org.escapement.host.plugin.PluginZip;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginsCommandTest {
  @TempDir private Path folder;
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void writePlugins() {
    String options =
        """
        @Option(value = "0.1", range = "(0, inf)", description = "step size")
        double learningRate,
        @Option(description = "examples in a batch", range = "[1, inf)") int batchSize,
        @Option(value = Option.ABSENT, description = "a word") String word""";
    PluginZip.of("samples", "1.2.3")
        .source(
            PluginZip.optimizer("acme.a.Factory", "adam")
                .replaceAll("(?s)@Option.*double learningRate", options),
            PluginZip.model("acme.b.Factory", "toy"))
        .index("acme.a.Factory", "acme.b.Factory")
        .write(folder.resolve("samples.zip"));
  }

  private int plugins(String... arguments) {
    List<String> all = new ArrayList<>(List.of("plugins"));
    all.addAll(Arrays.asList(arguments));
    all.addAll(List.of("--plugins", folder.toString()));
    return execute(all.toArray(String[]::new));
  }

  private int execute(String... arguments) {
    return EscapementCommand.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void list() {
    assertThat(plugins("list")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "NAME  KIND       PLUGIN         DESCRIPTION",
            "adam  optimizer  samples@1.2.3  a test",
            "toy   model      samples@1.2.3  a test");
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void listAsJson() throws Exception {
    assertThat(plugins("list", "--json")).isZero();
    JsonNode list = new ObjectMapper().readTree(out.toString());
    assertThat(list).hasSize(2);
    assertThat(list.get(0).get("name").asText()).isEqualTo("adam");
    assertThat(list.get(0).get("kind").asText()).isEqualTo("optimizer");
    assertThat(list.get(0).get("plugin").asText()).isEqualTo("samples");
    assertThat(list.get(0).get("version").asText()).isEqualTo("1.2.3");
    assertThat(list.get(0).get("sha256").asText()).hasSize(64);
    assertThat(list.get(1).get("kind").asText()).isEqualTo("model");
  }

  @Test
  void describe() {
    assertThat(plugins("describe", "adam")).isZero();
    assertThat(out.toString().lines())
        .containsExactly(
            "optimizer adam (samples@1.2.3)",
            "  a test",
            "  OPTION        DEFAULT     ALLOWED                 DESCRIPTION",
            "  learningRate  0.1         a number in (0, inf)    step size",
            "  batchSize     (required)  an integer in [1, inf)  examples in a batch",
            "  word          (absent)    text                    a word");
  }

  @Test
  void describeModelWithoutOptions() {
    assertThat(plugins("describe", "toy")).isZero();
    assertThat(out.toString().lines())
        .containsExactly("model toy (samples@1.2.3)", "  a test", "  no options");
  }

  @Test
  void describeUnknown() {
    assertThat(plugins("describe", "adma")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactly(
            "ESC-301 no optimizer or model 'adma'; did you mean 'adam'? available: adam, toy");
  }

  @Test
  void doctorOfSoundPlugins() {
    assertThat(plugins("doctor")).isZero();
    assertThat(out.toString().lines())
        .containsExactly("OK  samples.zip  samples@1.2.3  provides optimizer adam, model toy");
  }

  @Test
  void doctorOfFaultyPlugins() throws Exception {
    Files.writeString(folder.resolve("broken.jar"), "");
    PluginZip.sound("copy", "0.1.0", "adam").write(folder.resolve("copy.zip"));
    assertThat(plugins("doctor")).isEqualTo(2);
    String duplicate =
        "optimizer 'adam' is offered by copy@0.1.0 (copy.zip) and samples@1.2.3 (samples.zip) and"
            + " can be used from neither";
    assertThat(out.toString().lines())
        .containsExactly(
            "FAULT  broken.jar   -              is not a plugin: its name does not end in .zip",
            "FAULT  copy.zip     copy@0.1.0     " + duplicate,
            "FAULT  samples.zip  samples@1.2.3  " + duplicate + "; still provides model toy");
  }

  @Test
  void listPointsToFaults() throws Exception {
    Files.writeString(folder.resolve("broken.zip"), "");
    assertThat(plugins("list")).isZero();
    assertThat(err.toString().lines())
        .containsExactly("files with faults: 1 (see 'escapement plugins doctor')");
  }

  @Test
  void doctorOfNothing() throws Exception {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    assertThat(execute("plugins", "doctor", "--plugins", empty.toString())).isZero();
    assertThat(out.toString().lines()).containsExactly("no plugin files in " + empty);
  }

  @Test
  void severalFolders() throws Exception {
    Path other = Files.createDirectory(folder.resolve("other"));
    PluginZip.sound("more", "1.0.0", "more").write(other.resolve("more.zip"));
    assertThat(plugins("list", "--plugins", other.toString())).isZero();
    assertThat(out.toString()).contains("adam", "more");
  }

  @Test
  void missingFolder() {
    assertThat(execute("plugins", "list", "--plugins", folder.resolve("absent").toString()))
        .isEqualTo(2);
    assertThat(err.toString()).startsWith("ESC-303 folder of plugins ");
  }

  @Test
  void missingCommand() {
    assertThat(execute("plugins")).isEqualTo(2);
    assertThat(err.toString()).contains("list, describe, doctor");
  }

  @Test
  void describeKnowsTheDataSources() {
    assertThat(plugins("describe", "generated")).isZero();
    assertThat(out.toString())
        .startsWith("data generated (built in)")
        .contains("train", "classes")
        .doesNotContain("adam");
  }
}
