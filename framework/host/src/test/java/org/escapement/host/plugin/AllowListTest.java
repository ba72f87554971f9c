package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.escapement.host.plugin.PluginReport.Fault;
import org.escapement.lab.files.Sha256;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A list of allowed digests refuses every other file of its folder")
class AllowListTest {
  @TempDir private Path folder;
  @TempDir private Path cache;

  private Path one;
  private Path two;

  @BeforeEach
  void putPlugins() {
    one = PluginZip.sound("one", "1.0.0", "one").write(folder.resolve("one.zip"));
    two = PluginZip.sound("two", "1.0.0", "two").write(folder.resolve("two.zip"));
  }

  private List<PluginReport> load(String list) throws IOException {
    Files.writeString(folder.resolve("allowed.sha256"), list);
    return new PluginLoading(cache).load(List.of(folder)).reports();
  }

  private static Fault faultOf(List<PluginReport> reports, String file) {
    return reports.stream()
        .filter(report -> report.file().endsWith(file))
        .collect(Collectors.collectingAndThen(Collectors.toList(), found -> found.get(0)))
        .faults()
        .get(0);
  }

  private static String provided(List<PluginReport> reports) {
    return reports.stream()
        .flatMap(report -> report.provides().stream())
        .collect(Collectors.joining(", "));
  }

  @Test
  void listedDigestsPass() throws IOException {
    String list = Sha256.of(one) + "  one.zip\n" + Sha256.of(two) + " *any name\n";
    assertThat(load(list)).allSatisfy(report -> assertThat(report.faults()).isEmpty());
    assertThat(provided(load(list)))
        .isEqualTo("a list of 2 allowed digests, optimizer one, optimizer two");
  }

  @Test
  void whatSha256sumWritesPasses() throws Exception {
    Process process =
        new ProcessBuilder("sha256sum", "one.zip", "two.zip").directory(folder.toFile()).start();
    String list = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).isZero();
    assertThat(load(list)).allSatisfy(report -> assertThat(report.faults()).isEmpty());
  }

  @Test
  void othersAreToldWhatToAdd() throws IOException {
    String capitals = Sha256.of(one).toUpperCase(Locale.ROOT);
    List<PluginReport> reports = load("# ours\n\n" + capitals + "  one.zip\n");
    assertThat(provided(reports)).isEqualTo("a list of 1 allowed digests, optimizer one");
    Fault fault = faultOf(reports, "two.zip");
    assertThat(fault.code()).isEqualTo(ErrorCode.PLUGIN_NOT_ALLOWED);
    assertThat(fault.message())
        .isEqualTo(
            "is not allowed: "
                + folder.toRealPath().resolve("allowed.sha256")
                + " does not list its SHA-256; to allow it add the line '"
                + Sha256.of(two)
                + "  two.zip'");
    assertThat(cache.resolve(Sha256.of(two))).as("not even unpacked").doesNotExist();
  }

  @Test
  void theNameDoesNotHelp() throws IOException {
    List<PluginReport> reports = load(Sha256.of(one) + "  two.zip\n");
    assertThat(provided(reports)).contains("optimizer one").doesNotContain("optimizer two");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"abc  x.zip", "SHA256 (one.zip) = ", "one.zip", "DIGEST", "DIGEST\tone.zip"})
  void malformedListRefusesAll(String line) throws IOException {
    String digest = Sha256.of(one);
    String malformed = line.replace("DIGEST", digest);
    List<PluginReport> reports = load(digest + "  one.zip\n" + malformed + "\n");
    assertThat(provided(reports)).isEmpty();
    assertThat(reports)
        .hasSize(3)
        .allSatisfy(
            report -> {
              assertThat(report.faults().get(0).code()).isEqualTo(ErrorCode.PLUGIN_NOT_ALLOWED);
              assertThat(report.faults().get(0).message()).contains("line 2 is '");
            });
  }

  @Test
  void listThatIsNoFileRefusesAll() throws IOException {
    Files.createDirectory(folder.resolve("allowed.sha256"));
    List<PluginReport> reports = new PluginLoading(cache).load(List.of(folder)).reports();
    assertThat(reports).hasSize(3).noneMatch(report -> report.faults().isEmpty());
  }

  @Test
  void otherFoldersAreFree(@TempDir Path other) throws IOException {
    PluginZip.sound("three", "1.0.0", "three").write(other.resolve("three.zip"));
    Files.writeString(folder.resolve("allowed.sha256"), "");
    assertThat(provided(new PluginLoading(cache).load(List.of(folder, other)).reports()))
        .isEqualTo("a list of 0 allowed digests, optimizer three");
  }
}
