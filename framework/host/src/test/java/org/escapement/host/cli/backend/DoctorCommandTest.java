package org.escapement.host.cli.backend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.escapement.host.backend.Diagnosis;
import org.escapement.host.backend.TestCards;
import org.escapement.host.cli.EscapementCommand;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class DoctorCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int doctor(Diagnosis machine, String... arguments) {
    CommandLine program = EscapementCommand.commandLine();
    CommandLine.IFactory factory =
        new CommandLine.IFactory() {
          @Override
          public <K> K create(Class<K> type) throws Exception {
            return type == DoctorCommand.class
                ? type.cast(new DoctorCommand(() -> machine))
                : CommandLine.defaultFactory().create(type);
          }
        };
    return new CommandLine(program.getCommand(), factory)
        .setExecutionStrategy(program.getExecutionStrategy())
        .setExecutionExceptionHandler(program.getExecutionExceptionHandler())
        .setParameterExceptionHandler(program.getParameterExceptionHandler())
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  @Test
  void tellsCardLibrariesAndWhatIsUsed() {
    assertThat(doctor(TestCards.hopper(), "doctor")).isZero();
    assertThat(out.toString())
        .isEqualTo(
            """
            backends
              cpu        installed      ND4J on the processor
              cuda       installed      direct CUDA: cuBLAS and kernels compiled for the card
              nd4j-cuda  not installed  ND4J's own, for compute capability 3.7 to 8.9
            NVIDIA cards
              0  NVIDIA X  compute capability 9.0  driver 580.65.06  20000 of 24564 MiB free
            CUDA 13
              libcudart.so.13    /opt/cuda-13/lib64
              libcublas.so.13    /opt/cuda-13/lib64
              libcublasLt.so.13  /opt/cuda-13/lib64
              libnvrtc.so.13     /opt/cuda-13/lib64
            used
              by default, and with --backend cpu: cpu
              with --backend cuda: cuda, because card 0 (NVIDIA X) has compute capability 9.0, for which ND4J's CUDA backend has no code
            """);
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void withoutACardOneLineAndExitCode2() {
    assertThat(doctor(TestCards.bare(), "doctor")).isEqualTo(2);
    assertThat(out.toString())
        .contains("NVIDIA cards\n  no NVIDIA driver\n", "with --backend cuda: nothing, ESC-604\n")
        .contains("libcudart.so.13    not found\n");
    assertThat(err.toString())
        .isEqualTo("ESC-604 no NVIDIA driver; to go on without a card: --backend cpu\n");
  }

  @Test
  void theProcessorIsAlwaysThere() {
    assertThat(doctor(TestCards.bare(), "doctor", "--backend", "cpu")).isZero();
    assertThat(err.toString()).isEmpty();
    assertThat(doctor(TestCards.bare(), "--backend=cpu", "doctor")).isZero();
    assertThat(doctor(TestCards.bare(), "doctor", "--backend", "cuda")).isEqualTo(2);
  }

  @Test
  void json() throws IOException {
    assertThat(doctor(TestCards.hopper(), "doctor", "--json")).isZero();
    JsonNode found = new ObjectMapper().readTree(out.toString());
    assertThat(found.at("/installed/cuda").asBoolean()).isTrue();
    assertThat(found.at("/cards/0/computeCapability").asText()).isEqualTo("9.0");
    assertThat(found.at("/cuda/backend").asText()).isEqualTo("cuda");
    out.getBuffer().setLength(0);

    assertThat(doctor(TestCards.bare(), "doctor", "--json")).isEqualTo(2);
    JsonNode none = new ObjectMapper().readTree(out.toString());
    assertThat(none.at("/cards")).isEmpty();
    assertThat(none.at("/cuda/backend").isNull()).isTrue();
    assertThat(none.at("/cuda/code").asText()).isEqualTo("ESC-604");
    assertThat(none.at("/libraries/libnvrtc.so.13").isNull()).isTrue();
  }

  @Test
  void whatTheLauncherReads() {
    assertThat(doctor(TestCards.hopper(), "doctor", "--choose")).isZero();
    assertThat(out.toString()).isEqualTo("cuda\n/opt/cuda-13/lib64\n");
    out.getBuffer().setLength(0);
    assertThat(doctor(TestCards.bare(), "doctor", "--choose")).isEqualTo(2);
    assertThat(out.toString()).isEmpty();
    assertThat(err.toString()).startsWith("ESC-604 no NVIDIA driver").hasLineCount(1);
  }

  @Test
  void aBackendThatIsNone() {
    assertThat(doctor(TestCards.bare(), "run", "a.yaml", "--backend", "gpu")).isEqualTo(2);
    assertThat(err.toString())
        .startsWith("ESC-001 Invalid value for option '--backend': 'gpu', must be cpu or cuda");
  }
}
