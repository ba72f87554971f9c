package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.escapement.cuda.Emulator;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("--backend cuda and escapement doctor, on machines with and without a card")
class DoctorIT extends DistributionTestCase {
  private static final String WAY_OUT = "; to go on without a card: --backend cpu\n";

  @TempDir private Path programs;

  @BeforeEach
  void noDriverHere() {
    assumeFalse(
        Files.isDirectory(Path.of("/proc/driver/nvidia")), "this machine has an NVIDIA driver");
  }

  /** An environment in which nvidia-smi is a script. */
  private Map<String, String> withCard(String fields) throws IOException {
    Path program = programs.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\necho '" + fields + "'\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    Map<String, String> environment = new HashMap<>();
    environment.put("PATH", programs + ":" + System.getenv("PATH"));
    return environment;
  }

  @Test
  void withoutACard() throws IOException {
    Outcome doctor = escapement("doctor");
    assertCode(2, doctor);
    assertThat(doctor.out()).contains("with --backend cuda: nothing, ESC-604");
    assertThat(doctor.err())
        .isEqualTo(
            "ESC-604 no NVIDIA driver: there is no nvidia-smi and no /proc/driver/nvidia"
                + WAY_OUT);
    assertCode(0, escapement("doctor", "--backend", "cpu"));

    assertRefused(escapement("run", "small.yaml", "--backend", "cuda"), "ESC-604", "--backend cpu");
    assertRefused(escapement("--backend=cuda", "run", "small.yaml"), "ESC-604", "--backend cpu");
    assertRefused(
        installation.run(Map.of("ESCAPEMENT_BACKEND", "cuda"), "analyze", "small.yaml"),
        "ESC-604",
        "--backend cpu");
    assertRefused(escapement("run", "small.yaml", "--backend", "gpu"), "ESC-001", "cpu or cuda");
    assertThat(left()).doesNotContain("runs");
  }

  @Test
  void theCommandLineComesBeforeTheEnvironment() {
    Map<String, String> cuda = Map.of("ESCAPEMENT_BACKEND", "cuda");
    assertCode(0, installation.run(cuda, "plugins", "list", "--backend", "cpu"));
    Outcome neither = installation.run(Map.of("ESCAPEMENT_BACKEND", "gpu"), "plugins", "list");
    assertCode(2, neither);
    assertThat(neither.err())
        .isEqualTo("escapement: ESCAPEMENT_BACKEND is 'gpu', must be cpu or cuda\n");
  }

  @Test
  void withACardThatCannotBeUsed() throws IOException {
    Outcome full =
        installation.run(withCard("0, GPU-a, NVIDIA K80, 3.5, 470.1, 100, 90"), "doctor");
    assertCode(2, full);
    assertThat(full.out()).contains("0  NVIDIA K80  compute capability 3.5  driver 470.1");
    assertThat(full.err()).startsWith("ESC-606 card 0 (NVIDIA K80)").endsWith(WAY_OUT);
    assertRefused(
        installation.run(
            withCard("0, GPU-a, NVIDIA K80, 3.5, 470.1, 100, 90"),
            "run",
            "small.yaml",
            "--backend",
            "cuda"),
        "ESC-606",
        "--backend cpu");
  }

  @Test
  void withAPartOfACard() throws IOException {
    Map<String, String> environment = new HashMap<>(withCard(""));
    Files.writeString(
        programs.resolve("nvidia-smi"),
        """
        #!/bin/sh
        [ "$1" = -L ] || { echo '0, GPU-a, Emulated Card, 9.0, 580.65.06, 2000, 1'; exit; }
        echo 'GPU 0: Emulated Card (UUID: GPU-a)'
        echo '  MIG 1g.10gb     Device  0: (UUID: MIG-1-2)'
        """);
    environment.put("LD_LIBRARY_PATH", Emulator.cardLibraries(programs).toString());
    environment.put("CUDA_VISIBLE_DEVICES", "MIG-1-2");
    Outcome doctor = installation.run(environment, "doctor");
    assertCode(0, doctor);
    assertThat(doctor.out()).contains("because card 0 (Emulated Card, MIG 1g.10gb) has compute");

    environment.put("NVIDIA_TF32_OVERRIDE", "1");
    assertRefused(
        installation.run(environment, "run", "small.yaml", "--backend", "cuda"),
        "ESC-603",
        "NVIDIA_TF32_OVERRIDE is '1'");
  }

  @Test
  void withAnEmulatedCardTheSameMinimumIsFoundAndHasTheSameCurvature() throws IOException {
    assertCode(0, escapement("run", "small.yaml", "--out", "by-processor"));
    Map<String, String> environment =
        withCard("0, GPU-a, Emulated Card, 9.0, 580.65.06, 2000, 1999");
    environment.put("LD_LIBRARY_PATH", Emulator.cardLibraries(programs).toString());
    environment.put("ESCAPEMENT_CACHE", work("cache").toString());
    environment.put("CUDA_DEVICE_ORDER", "FASTEST_FIRST"); // not the doctor's, so not taken

    Outcome doctor = installation.run(environment, "doctor");
    assertCode(0, doctor);
    assertThat(doctor.out()).contains("with --backend cuda: cuda, because card 0 (Emulated Card)");

    Outcome analysis =
        installation.run(
            environment, "analyze", "by-processor", "--backend", "cuda", "--out", "by-card");
    assertCode(0, analysis);
    assertThat(analysis.err()).doesNotContain("Warning", "WARN");
    assertThat(work("cache/kernels")).isNotEmptyDirectory();
    for (String value : new String[] {"sharpness", "nonUniformity"}) {
      double expected = results("by-processor").at("/curvature/" + value + "/value").asDouble();
      double found = results("by-card").at("/curvature/" + value + "/value").asDouble();
      assertThat(found).as(value).isCloseTo(expected, withinPercentage(1e-3)).isPositive();
    }

    assertCode(
        0,
        installation.run(
            environment, "run", "small.yaml", "--backend", "cuda", "--out", "trained-by-card"));
    for (String value : new String[] {"loss", "iterations"}) {
      double expected = results("by-processor").at("/minimum/" + value).asDouble();
      double found = results("trained-by-card").at("/minimum/" + value).asDouble();
      assertThat(found).as(value).isCloseTo(expected, withinPercentage(1)).isPositive();
    }

    environment.put("EMULATED_NO_CARD", "1");
    assertRefused(
        installation.run(environment, "run", "small.yaml", "--backend", "cuda"),
        "ESC-604",
        "no CUDA-capable device is detected");
  }
}
