package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The kernels compile for every generation of cards")
class KernelCompilationTest {
  @TempDir private Path folder;

  @ParameterizedTest(name = "sm_{0}")
  @ValueSource(ints = {75, 80, 86, 89, 90, 100})
  void byNvcc(int capability) throws IOException {
    Optional<Path> compiler = Programs.find("nvcc");
    assumeTrue(compiler.isPresent(), "the kernels are not compiled for cards: there is no nvcc");
    Path source = Files.writeString(folder.resolve("kernels.cu"), KernelSource.text());
    for (String type : List.of("float", "double")) {
      Path code = folder.resolve(type + ".cubin");
      Programs.run(
          List.of(
              compiler.get().toString(),
              "-std=c++17",
              "-Werror=all-warnings",
              "-arch=sm_" + capability,
              "-DREAL=" + type,
              "-cubin",
              "-o",
              code.toString(),
              source.toString()),
          300);
      assertThat(code).isNotEmptyFile();
    }
  }

  @Test
  void everyKernelThatIsLaunchedIsThere() throws IOException {
    List<String> names = KernelSource.names(KernelSource.text());
    assertThat(names).hasSizeGreaterThan(25).doesNotHaveDuplicates();
    StringBuilder code = new StringBuilder();
    try (var files = Files.list(Path.of("src/main/java/org/escapement/cuda"))) {
      for (Path file : files.toList()) {
        code.append(Files.readString(file));
      }
    }
    assertThat(names).allSatisfy(name -> assertThat(code).contains('"' + name + '"'));
  }
}
