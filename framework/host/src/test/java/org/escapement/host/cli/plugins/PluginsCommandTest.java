package org.escapement.host.cli.plugins;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.host.cli.EscapementCommand;
import org.escapement.host.plugin.PluginZip;
import org.escapement.lab.files.Sha256;
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
        .startsWith("model toy (samples@1.2.3)", "  a test", "  no options")
        .anyMatch(line -> line.matches("  none +0 +refused: .*its factory returned null.*"));
  }

  @Test
  void describeTellsWhatAShapeMustLookLike() {
    assertThat(plugins("describe", "toy", "--input", "3x32x")).isEqualTo(2);
    assertThat(err.toString()).contains("'3x32x', must be sizes such as 784 or 3x32x32");
  }

  @Test
  void describeUnknown() {
    assertThat(plugins("describe", "adma")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString().lines())
        .containsExactly(
            "ESC-301 no optimizer or model 'adma'; did you mean 'adam'? available: adam, toy");
  }

  private String sha256(String file) throws IOException {
    return Sha256.of(folder.resolve(file));
  }

  private long bytes(String file) throws IOException {
    return Files.size(folder.resolve(file));
  }

  private List<String> doctorRows() {
    return out.toString().lines().map(line -> line.replaceAll(" {2,}", "|")).toList();
  }

  @Test
  void doctorOfSoundPlugins() throws Exception {
    assertThat(plugins("doctor")).isZero();
    assertThat(doctorRows())
        .containsExactly(
            "STATUS|FILE|PLUGIN|BYTES|SHA-256|OUTCOME",
            "OK|samples.zip|samples@1.2.3|"
                + bytes("samples.zip")
                + "|"
                + sha256("samples.zip")
                + "|provides optimizer adam, model toy");
  }

  @Test
  void doctorOfFaultyPlugins() throws Exception {
    Files.writeString(folder.resolve("broken.jar"), "");
    Files.createDirectory(folder.resolve("nothing"));
    PluginZip.sound("copy", "0.1.0", "adam").write(folder.resolve("copy.zip"));
    assertThat(plugins("doctor")).isEqualTo(2);
    String duplicate =
        "ESC-302 optimizer 'adam' is offered by copy@0.1.0 (copy.zip) and samples@1.2.3"
            + " (samples.zip) and can be used from neither";
    assertThat(doctorRows())
        .containsExactly(
            "STATUS|FILE|PLUGIN|BYTES|SHA-256|OUTCOME",
            "FAULT|broken.jar|-|0|"
                + sha256("broken.jar")
                + "|ESC-306 is not a plugin: its name does not end in .zip",
            "FAULT|copy.zip|copy@0.1.0|"
                + bytes("copy.zip")
                + "|"
                + sha256("copy.zip")
                + "|"
                + duplicate,
            "FAULT|nothing|-|-|-|ESC-306 is a folder: only zips of plugins belong here",
            "FAULT|samples.zip|samples@1.2.3|"
                + bytes("samples.zip")
                + "|"
                + sha256("samples.zip")
                + "|"
                + duplicate
                + "; still provides model toy");
  }

  @Test
  void doctorAsJson() throws Exception {
    Files.writeString(folder.resolve("broken.zip"), "");
    assertThat(plugins("doctor", "--json")).isEqualTo(2);
    JsonNode reports = new ObjectMapper().readTree(out.toString());
    assertThat(reports).hasSize(2);
    JsonNode broken = reports.get(0);
    assertThat(broken.get("status").asText()).isEqualTo("FAULT");
    assertThat(broken.get("plugin").isNull()).isTrue();
    assertThat(broken.get("bytes").asLong()).isZero();
    assertThat(broken.at("/faults/0/code").asText()).isEqualTo("ESC-306");
    assertThat(broken.at("/faults/0/message").asText()).startsWith("is not a zip");
    JsonNode sound = reports.get(1);
    assertThat(sound.get("status").asText()).isEqualTo("OK");
    assertThat(sound.get("plugin").asText()).isEqualTo("samples");
    assertThat(sound.get("version").asText()).isEqualTo("1.2.3");
    assertThat(sound.get("sha256").asText()).isEqualTo(sha256("samples.zip"));
    assertThat(sound.at("/provides/0").asText()).isEqualTo("optimizer adam");
    assertThat(sound.get("faults")).isEmpty();
  }

  @Test
  void allowListIsListedAndRefusesOthers() throws Exception {
    Files.writeString(folder.resolve("allowed.sha256"), "");
    assertThat(plugins("doctor")).isEqualTo(2);
    assertThat(doctorRows().get(1))
        .startsWith("OK|allowed.sha256|-|")
        .endsWith("|provides a list of 0 allowed digests");
    assertThat(doctorRows().get(2))
        .startsWith("FAULT|samples.zip|-|")
        .contains("|ESC-308 is not allowed: ")
        .endsWith(
            "add the line '" + sha256("samples.zip") + "  samples.zip'".replaceAll(" {2,}", "|"));
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
