package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.escapement.spi.SpiVersion;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PluginFoldersTest {
  @TempDir private Path installation;

  @Test
  void environmentNamesTheInstallation() throws IOException {
    assertThat(PluginFolders.standard(Map.of("ESCAPEMENT_HOME", "/opt/escapement"), jarIn("lib")))
        .isEqualTo(Path.of("/opt/escapement/plugins"));
  }

  @Test
  void elseBesideTheLibraries() throws IOException {
    assertThat(PluginFolders.standard(Map.of(), jarIn("lib")))
        .isEqualTo(installation.resolve("plugins"));
  }

  @Test
  void elseThereIsNone() throws IOException {
    assertNone(jarIn("target"));
    assertNone(Optional.of(installation));
    assertNone(Optional.empty());
  }

  private static void assertNone(Optional<Path> code) {
    assertThatThrownBy(() -> PluginFolders.standard(Map.of(), code))
        .isInstanceOfSatisfying(
            EscapementException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.PLUGIN_FOLDER));
  }

  private Optional<Path> jarIn(String folder) throws IOException {
    return Optional.of(
        Files.createFile(
            Files.createDirectories(installation.resolve(folder)).resolve("escapement.jar")));
  }

  @Test
  void versionOfTheSpiIsFilledInAndHasNoQualifier() {
    assertThat(SpiVersion.current()).matches("\\d+\\.\\d+\\.\\d+");
  }
}
