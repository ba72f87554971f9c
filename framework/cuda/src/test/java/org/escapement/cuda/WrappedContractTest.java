package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.escapement.engine.compute.ComputeContract;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("JavaCPP's wrappers of CUDA, NVRTC and cuBLAS, on libraries of an emulated card")
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "the wrappers are there for Linux on x86-64")
class WrappedContractTest {
  private static Path libraries;

  @TempDir private Path folder;

  @BeforeAll
  static void compile() {
    libraries = Emulator.cardLibraries(Path.of("target", "card"));
  }

  private Outcome run(Map<String, String> environment) throws Exception {
    return run(environment, WrappedContract.class);
  }

  private Outcome run(Map<String, String> environment, Class<?> program, String... arguments)
      throws Exception {
    Path output = folder.resolve("output.txt");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:TieredStopAtLevel=1",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.bytedeco.javacpp.cachedir=" + Path.of("target", "javacpp").toAbsolutePath(),
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("LD_LIBRARY_PATH", libraries.toString());
    builder.environment().put("ESCAPEMENT_CACHE", folder.resolve("cache").toString());
    builder.environment().putAll(environment);
    Process process = builder.redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(5, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError("no end within 5 minutes:\n" + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output));
  }

  private record Outcome(int code, String output) {}

  @Test
  void keepTheContract() throws Exception {
    Outcome outcome = run(Map.of());
    assertThat(outcome.output())
        .contains("card: cuda: Emulated Card")
        .contains("rules kept: " + ComputeContract.rules().size() + ", broken: 0");
    assertThat(outcome.code()).isZero();
    assertThat(kernels()).hasSize(2);
  }

  private List<String> kernels() throws IOException {
    try (var files = Files.list(folder.resolve("cache").resolve("kernels"))) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void passTheCheckThatTravels() throws Exception {
    Outcome outcome = run(Map.of(), GpuCheck.class, "8", "12-9-7-3", "exact");
    assertThat(outcome.output())
        .contains("contract of the primitives: " + ComputeContract.rules().size() + " of ")
        .contains("FLOAT, 8 examples", "DOUBLE, 8 examples")
        .contains(
            "  gradient ",
            "  step ",
            "  array step ",
            "  Hessian ",
            "  covariance ",
            "  a ",
            "  s ",
            "  eta*(4) ")
        .contains("exact eta*(4) with 8 examples times 3 outputs: ", ", converged, in ")
        .doesNotContain("more than")
        .endsWith("all holds" + System.lineSeparator());
    assertThat(outcome.code()).isZero();
  }

  @Test
  void tellEveryRuleThatACardBreaksAndGoOn() throws Exception {
    Map<String, String> broken = Map.of("EMULATED_BROKEN_KERNEL", "rowSums");
    Outcome outcome = run(broken, GpuCheck.class, "8", "12-9-7-3");
    assertThat(outcome.code()).isEqualTo(1);
    String reason = "ESC-603 CUDA driver: CUDA_ERROR_EMULATED_719";
    assertThat(outcome.output().lines())
        .filteredOn(line -> line.startsWith("broken: "))
        .hasSizeGreaterThan(4)
        .allMatch(line -> line.contains("CUDA_ERROR_EMULATED_719"))
        .anyMatch(line -> line.startsWith("broken: FLOAT Hessian: " + reason))
        .anyMatch(line -> line.startsWith("broken: DOUBLE s: " + reason));
    assertThat(outcome.output())
        .contains("  gradient ")
        .doesNotContain("\tat ")
        .endsWith("NOT all holds" + System.lineSeparator());
  }

  /** As if they were larger than CUDA's limit for rows with gaps in between. */
  @Test
  void copyWhatLiesInOneStretchWhateverItsLength() throws Exception {
    Outcome outcome = run(Map.of("EMULATED_MOST_PITCH", "1024"), LongRows.class);
    assertThat(outcome.output().lines())
        .containsExactly("1 by 600: true", "3 by 600: true", "with gaps: refused");
  }

  @Test
  void tellFloatsFromTf32AtTheStart() throws Exception {
    assertThat(run(Map.of(), StartUpCheck.class).output()).isEqualToIgnoringNewLines("wrong: []");
    assertThat(run(Map.of("EMULATED_TF32", "1"), StartUpCheck.class).output())
        .isEqualToIgnoringNewLines("wrong: [matrix products in full precision (FLOAT)]");
  }

  @Test
  void sayThatThereIsNoCard() throws Exception {
    Outcome outcome = run(Map.of("EMULATED_NO_CARD", "1"));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.output())
        .contains(
            "EscapementException: CUDA: cudaErrorNoDevice: no CUDA-capable device is detected;"
                + " escapement doctor tells more; to go on without a card: --backend cpu");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          EMULATED_COUNT_STATUS   | 35  | ESC-605 CUDA: cudaErrorEmulated: refused
          EMULATED_COUNT_STATUS   | 3   | ESC-604 CUDA: cudaErrorEmulated: refused
          EMULATED_LOAD_STATUS    | 222 | ESC-605 CUDA driver: CUDA_ERROR_EMULATED_222
          EMULATED_LOAD_STATUS    | 209 | ESC-606 CUDA driver: CUDA_ERROR_EMULATED_209
          EMULATED_LOAD_STATUS    | 700 | ESC-603 CUDA driver: CUDA_ERROR_EMULATED_700
          EMULATED_CUBLAS_STATUS  | 3   | ESC-607 cuBLAS: CUBLAS_STATUS_EMULATED
          EMULATED_CUBLAS_STATUS  | 8   | ESC-606 cuBLAS: CUBLAS_STATUS_EMULATED
          EMULATED_COMPILE_STATUS | 6   | ESC-606 NVRTC 13.3 refuses the kernels for sm_90: NVRTC_ERROR_COMPILATION line 1: no
          """)
  void sayWhatFailedEveryTime(String place, String status, String line) throws Exception {
    Outcome outcome = run(Map.of(place, status), FailedStart.class);
    String whole = line + "; escapement doctor tells more; to go on without a card: --backend cpu";
    assertThat(outcome.output().lines()).containsExactly(whole, whole);
  }

  /** By NVIDIA's own library, which needs no card; the emulated one is behind it on the path. */
  @Test
  void compileTheKernelsForEveryGeneration() throws Exception {
    String real = System.getenv("NVRTC_LIBRARIES");
    assumeTrue(
        real != null, "the kernels are not compiled by NVRTC: NVRTC_LIBRARIES names no folder");
    Outcome outcome =
        run(
            Map.of("LD_LIBRARY_PATH", real + ":" + libraries),
            NvrtcCompilation.class,
            "75",
            "80",
            "86",
            "89",
            "90",
            "100",
            "120",
            "999");
    String elf = "7f454c46";
    List<String> machineCode =
        Stream.of(75, 80, 86, 89, 90, 100, 120)
            .flatMap(sm -> Stream.of("float", "double").map(t -> "sm_" + sm + " " + t + " " + elf))
            .toList();
    List<String> lines = outcome.output().lines().toList();
    assertThat(lines).startsWith(machineCode.toArray(String[]::new)).hasSize(17);
    String comment = "2f2f0a2f"; // how PTX begins
    assertThat(lines.subList(14, 16))
        .allMatch(line -> line.matches("compute_1\\d+ \\w+ " + comment));
    assertThat(lines.get(16)).startsWith("nvrtc 13.");
  }

  @Test
  void sayThatALibraryIsMissing() throws Exception {
    Outcome outcome = run(Map.of("LD_LIBRARY_PATH", folder.toString()));
    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.output()).contains("EscapementException: CUDA 13 cannot be loaded: ");
  }
}
