package org.escapement.host.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InstalledPartsTest {
  @TempDir private Path home;

  private Path file(String name) throws IOException {
    Path file = home.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.createFile(file);
  }

  @Test
  void partsAreFoldersOfLib() throws IOException {
    assertThat(InstalledParts.in(null)).isEqualTo(new InstalledParts(false, false));
    assertThat(InstalledParts.in(home)).isEqualTo(new InstalledParts(false, false));
    file("lib/cuda/escapement-cuda-0.1.0.jar");
    assertThat(InstalledParts.in(home)).isEqualTo(new InstalledParts(true, false));
    file("lib/nd4j-cuda/nd4j-cuda-11.6-1.0.0-M2.1.jar");
    assertThat(InstalledParts.in(home)).isEqualTo(new InstalledParts(true, true));
  }

  @Test
  void librariesAreTakenFromTheFirstFolderThatHasThem() throws IOException {
    file("a/libcudart.so.13");
    file("b/libcudart.so.13");
    file("b/libnvrtc.so.13");
    file("b/libcublas.so.12");
    CudaLibraries libraries =
        CudaLibraries.in(List.of(home.resolve("none"), home.resolve("a"), home.resolve("b")));
    assertThat(libraries.found())
        .containsEntry("libcudart.so.13", home.resolve("a"))
        .containsEntry("libnvrtc.so.13", home.resolve("b"));
    assertThat(libraries.missing()).containsExactly("libcublas.so.13", "libcublasLt.so.13");
    assertThat(libraries.folders()).containsExactly(home.resolve("a"), home.resolve("b"));
  }
}
