package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("What lies in the folder of plugins is checked, named and pinned by its digest")
class PluginFilesIT extends DistributionTestCase {
  private static final String SOURCE =
      """
      package acme;

      import org.escapement.spi.optimizer.*;
      import org.nd4j.linalg.api.ndarray.INDArray;

      public class Still implements OptimizerFactory<Still.Options> {
        public record Options() {}
        public String name() { return "still"; }
        public String description() { return "DESCRIPTION"; }
        public Class<Options> options() { return Options.class; }
        public Optimizer create(Options options) {
          return new Optimizer() {
            public State init(INDArray x) { return State.empty(); }
            public StepResult step(INDArray x, State state, BatchObjective objective) {
              return new StepResult(x.dup(), state);
            }
          };
        }
      }
      """;

  @TempDir private Path folder;
  private Path plugins;
  private Path zip;

  @BeforeEach
  void putPlugin() throws IOException {
    plugins = Files.createDirectory(folder.resolve("plugins"));
    zip = plugins.resolve("acme.zip");
    write("first");
  }

  private void write(String description) throws IOException {
    Path sources = Files.createDirectory(folder.resolve("sources of " + description));
    ThirdPartyPlugin.write(
        installation,
        SOURCE.replace("DESCRIPTION", description),
        "Still",
        List.of("acme.Still"),
        sources,
        zip);
  }

  private Outcome plugins(String command) {
    return escapement("plugins", command, "--json", "--plugins", plugins.toString());
  }

  private static JsonNode json(Outcome outcome) throws IOException {
    return new ObjectMapper().readTree(outcome.out());
  }

  private static String sha256(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(file)));
  }

  /** Same name, same version, older date: other bytes are another plugin. */
  @Test
  void replacedZipIsReplaced() throws Exception {
    assertThat(json(plugins("list")).at("/0/description").asText()).isEqualTo("first");
    write("other");
    Files.setLastModifiedTime(zip, FileTime.from(Instant.EPOCH));
    JsonNode listed = json(plugins("list")).get(0);
    assertThat(listed.get("description").asText()).isEqualTo("other");
    assertThat(listed.get("sha256").asText()).isEqualTo(sha256(zip));
  }

  @Test
  void doctorNamesEveryFile() throws Exception {
    Files.writeString(plugins.resolve("a.zip"), "no zip");
    Files.createDirectory(plugins.resolve("b"));
    try (OutputStream file = Files.newOutputStream(plugins.resolve("c.zip"));
        ZipOutputStream out = new ZipOutputStream(file)) {
      out.putNextEntry(new ZipEntry("../evil"));
    }
    Outcome outcome = plugins("doctor");
    assertCode(2, outcome);
    JsonNode reports = json(outcome);
    assertThat(reports.findValuesAsText("status")).containsExactly("FAULT", "OK", "FAULT", "FAULT");
    assertThat(reports.findValuesAsText("code")).containsExactly("ESC-306", "ESC-306", "ESC-306");
    assertThat(reports.findValuesAsText("sha256"))
        .containsExactly(
            sha256(plugins.resolve("a.zip")),
            sha256(zip),
            "null",
            sha256(plugins.resolve("c.zip")));
    assertThat(reports.at("/1/plugin").asText()).isEqualTo("acme");
    assertThat(reports.at("/1/version").asText()).isEqualTo("1.0.0");
    assertThat(reports.at("/1/bytes").asLong()).isEqualTo(Files.size(zip));
  }

  @Test
  void onlyAllowedDigestsLoad() throws Exception {
    String line = sha256(zip) + "  acme.zip";
    Path list = Files.writeString(plugins.resolve("allowed.sha256"), "# none\n");
    Outcome refused = plugins("doctor");
    assertCode(2, refused);
    assertThat(json(refused).findValuesAsText("status")).containsExactly("OK", "FAULT");
    assertThat(json(refused).at("/1/faults/0/code").asText()).isEqualTo("ESC-308");
    assertThat(json(refused).at("/1/faults/0/message").asText()).contains("'" + line + "'");
    assertRefused(
        escapement("plugins", "describe", "still", "--plugins", plugins.toString()),
        "ESC-301",
        "files with faults: 1");
    Files.writeString(list, line + "\n");
    assertCode(0, plugins("doctor"));
    write("other");
    assertCode(2, plugins("doctor"));
  }
}
