package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelCacheTest {
  @TempDir private Path folder;
  private final CountingCompiler compiler = new CountingCompiler();

  private byte[] get(String architecture, String source, String definition) {
    return new KernelCache(folder).get(architecture, source, definition, compiler);
  }

  private List<Path> entries() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }

  @Test
  void compilesOnce() throws IOException {
    byte[] code = get("sm_90", "source", "REAL=float");
    assertThat(get("sm_90", "source", "REAL=float")).isEqualTo(code);
    assertThat(compiler.runs).isEqualTo(1);
    assertThat(entries())
        .singleElement()
        .satisfies(
            file ->
                assertThat(file.getFileName().toString()).matches("sm_90-[0-9a-f]{32}\\.cubin"));
  }

  @Test
  void whateverCodeDependsOnIsInTheKey() throws IOException {
    get("sm_90", "source", "REAL=float");
    get("sm_90", "source", "REAL=double");
    get("sm_100", "source", "REAL=float");
    get("sm_90", "source of later", "REAL=float");
    compiler.version = "13.4";
    get("sm_90", "source", "REAL=float");
    assertThat(compiler.runs).isEqualTo(5);
    assertThat(entries()).hasSize(5);
  }

  @Test
  void aDamagedEntryIsMadeAnew() throws IOException {
    byte[] code = get("sm_90", "source", "REAL=float");
    Path file = entries().get(0);
    byte[] whole = Files.readAllBytes(file);
    byte[] flipped = whole.clone();
    flipped[3] ^= 1;
    for (byte[] damaged :
        List.of(flipped, new byte[0], new byte[32], java.util.Arrays.copyOf(whole, 20))) {
      Files.write(file, damaged);
      int before = compiler.runs;
      assertThat(get("sm_90", "source", "REAL=float")).isEqualTo(code);
      assertThat(compiler.runs).isEqualTo(before + 1);
      assertThat(file).hasBinaryContent(whole);
    }
    assertThat(entries()).hasSize(1);
  }

  @Test
  void aFolderThatCannotBeWrittenCostsOnlyTime() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    KernelCache cache = new KernelCache(file);
    byte[] code = cache.get("sm_90", "source", "REAL=float", compiler);
    assertThat(cache.get("sm_90", "source", "REAL=float", compiler)).isEqualTo(code);
    assertThat(compiler.runs).isEqualTo(2);
  }

  @Test
  void whatDoesNotCompileIsNotKept() {
    KernelCompiler failing =
        new CountingCompiler() {
          @Override
          public byte[] compile(String source, String definition) {
            throw new IllegalStateException("line 1: no");
          }
        };
    assertThatThrownBy(() -> new KernelCache(folder).get("sm_90", "a", "REAL=float", failing))
        .hasMessage("line 1: no");
    assertThat(folder).isEmptyDirectory();
  }

  private static class CountingCompiler implements KernelCompiler {
    private int runs;
    private String version = "13.3";

    @Override
    public String version() {
      return version;
    }

    @Override
    public byte[] compile(String source, String definition) {
      runs++;
      return (source + definition + version).getBytes(StandardCharsets.UTF_8);
    }
  }
}
