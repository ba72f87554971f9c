package org.escapement.lab.files;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CacheFolderTest {
  private static final Path HOME = Path.of("/home/me");

  @Test
  void theEnvironmentChoosesTheFolder() {
    assertThat(CacheFolder.of(Map.of(), HOME)).isEqualTo(Path.of("/home/me/.cache/escapement"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "/var/me"), HOME))
        .isEqualTo(Path.of("/var/me/escapement"));
    assertThat(CacheFolder.of(Map.of("XDG_CACHE_HOME", "relative"), HOME))
        .isEqualTo(Path.of("/home/me/.cache/escapement"));
    assertThat(
            CacheFolder.of(
                Map.of("XDG_CACHE_HOME", "/var/me", "ESCAPEMENT_CACHE", "/scratch"), HOME))
        .isEqualTo(Path.of("/scratch"));
  }
}
