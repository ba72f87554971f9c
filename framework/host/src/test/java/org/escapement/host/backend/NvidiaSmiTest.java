package org.escapement.host.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Answers of nvidia-smi, given by scripts in its place")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the stand-ins are shell scripts")
class NvidiaSmiTest {
  @TempDir private Path folder;

  private Cards answering(String script) throws IOException {
    return inItsPlace(script).cards();
  }

  private NvidiaSmi inItsPlace(String script) throws IOException {
    Path program = folder.resolve("nvidia-smi");
    Files.writeString(program, "#!/bin/sh\n" + script + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return new NvidiaSmi(program.toString(), folder.resolve("none"));
  }

  @Test
  void readsEveryCard() throws IOException {
    Cards cards =
        answering(
            "echo '0, GPU-aa, NVIDIA H100 80GB HBM3, 9.0, 580.65.06, 81559, 81079'\n"
                + "echo '1, GPU-bb, NVIDIA A10, 8.6, 580.65.06, 23028, 12'");
    assertThat(cards.problem()).isNull();
    assertThat(cards.cards())
        .containsExactly(
            new Card(
                0,
                "GPU-aa",
                "NVIDIA H100 80GB HBM3",
                new ComputeCapability(9, 0),
                "580.65.06",
                81559,
                81079),
            new Card(
                1, "GPU-bb", "NVIDIA A10", new ComputeCapability(8, 6), "580.65.06", 23028, 12));
  }

  @Test
  void asksForTheFieldsThatItReads() throws IOException {
    Cards cards =
        answering(
            "[ \"$1\" = --query-gpu=index,uuid,name,compute_cap,driver_version,memory.total,"
                + "memory.free ] && [ \"$2\" = --format=csv,noheader,nounits ] || exit 9\n"
                + "echo '0, GPU-aa, NVIDIA GB10, 12.1, 580.95.05, [N/A], [N/A]'");
    assertThat(cards.cards())
        .singleElement()
        .satisfies(card -> assertThat(card.totalMebibytes()).isEqualTo(-1));
  }

  /** As drivers of the 470 branch and later print them, and, the last, those before. */
  @Test
  void readsThePartsOfCards() throws IOException {
    String list =
        """
        [ "$1" = -L ] && [ $# = 1 ] || exit 9
        cat <<'END'
        GPU 0: NVIDIA H100 80GB HBM3 (UUID: GPU-5c89852c-d268-c3f3-1b07-005d5ae1dc3f)
          MIG 1g.10gb     Device  0: (UUID: MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f)
          MIG 1g.20gb+me  Device  1: (UUID: MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb)
        GPU 1: NVIDIA A10 (UUID: GPU-bb)
        GPU 2: A100-SXM4-40GB (UUID: GPU-cc)
          MIG 1g.5gb Device 0: (UUID: MIG-GPU-cc/7/0)
        END
        """;
    assertThat(inItsPlace(list).instances())
        .containsExactly(
            new MigInstance(0, "1g.10gb", "MIG-c6d4f1ef-42e4-5de3-91c7-45d71c87eb3f"),
            new MigInstance(0, "1g.20gb+me", "MIG-cba663e8-9bed-5b25-b243-5985ef7c9beb"),
            new MigInstance(2, "1g.5gb", "MIG-GPU-cc/7/0"));
    assertThat(inItsPlace("echo no; exit 3").instances()).isEmpty();
  }

  @Test
  void aDriverThatIsNotRunning() throws IOException {
    assertThat(answering("echo 'NVIDIA-SMI has failed: no driver is running.'; exit 9").problem())
        .isEqualTo("nvidia-smi says: NVIDIA-SMI has failed: no driver is running.");
    assertThat(answering("exit 6").problem()).isEqualTo("nvidia-smi says: exit code 6");
  }

  @Test
  void noCardsAndAnswersThatAreNone() throws IOException {
    assertThat(answering("true").problem()).isEqualTo("the NVIDIA driver finds no card");
    assertThat(answering("echo 'No devices were found'").problem())
        .isEqualTo("nvidia-smi says: No devices were found");
    assertThat(answering("echo '0, GPU-aa, NVIDIA A10, [N/A], 580, 1, 1'").problem())
        .startsWith("nvidia-smi says: 0, GPU-aa");
  }

  @Test
  void noProgram() {
    String absent = folder.resolve("absent").toString();
    Path nothing = folder.resolve("proc");
    assertThat(new NvidiaSmi(absent, nothing).cards().problem())
        .isEqualTo("no NVIDIA driver: there is no nvidia-smi and no " + nothing);
    assertThat(new NvidiaSmi(absent, folder).cards().problem())
        .isEqualTo("an NVIDIA driver is loaded, but its program nvidia-smi is not to be found");
  }
}
