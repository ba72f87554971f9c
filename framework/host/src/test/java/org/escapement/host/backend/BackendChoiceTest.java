package org.escapement.host.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.escapement.host.backend.TestCards.BOTH;
import static org.escapement.host.backend.TestCards.DIRECT;
import static org.escapement.host.backend.TestCards.NEITHER;
import static org.escapement.host.backend.TestCards.allLibraries;
import static org.escapement.host.backend.TestCards.card;
import static org.escapement.host.backend.TestCards.one;

import java.util.List;
import java.util.Map;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackendChoiceTest {
  private static Decision decide(Cards cards, InstalledParts parts) {
    return BackendChoice.decide(cards, parts, allLibraries());
  }

  @ParameterizedTest(name = "compute capability {0}: {1}")
  @CsvSource({
    "3.7, ND4J_CUDA",
    "7.0, ND4J_CUDA",
    "7.5, ND4J_CUDA",
    "8.6, ND4J_CUDA",
    "8.9, ND4J_CUDA",
    "9.0, CUDA",
    "10.0, CUDA",
    "12.0, CUDA"
  })
  void nd4jWhereItHasCodeAndIsInstalled(String capability, Backend expected) {
    assertThat(decide(one(capability), BOTH).require()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"7.5", "8.6", "8.9", "9.0", "10.3"})
  void directWhereNd4jIsNotInstalled(String capability) {
    assertThat(decide(one(capability), DIRECT).require()).isEqualTo(Backend.CUDA);
  }

  @Test
  void theReasonNamesCardAndCapability() {
    assertThat(decide(one("9.0"), BOTH).reason())
        .isEqualTo(
            "card 0 (NVIDIA X) has compute capability 9.0, for which ND4J's CUDA backend has no"
                + " code");
    assertThat(decide(one("8.6"), DIRECT).reason())
        .isEqualTo(
            "card 0 (NVIDIA X) has compute capability 8.6, and ND4J's CUDA backend is not"
                + " installed");
  }

  @Test
  void noCard() {
    refused(
        decide(Cards.none("no NVIDIA driver"), BOTH),
        ErrorCode.DEVICE_MISSING,
        "no NVIDIA driver; to go on without a card: --backend cpu");
  }

  @Test
  void tooOldADriver() {
    Cards old = Cards.of(List.of(card("NVIDIA L4", "8.9", "535.183.01", 20000)));
    refused(
        decide(old, DIRECT),
        ErrorCode.DEVICE_DRIVER,
        "card 0 (NVIDIA L4) has driver 535.183.01, direct CUDA needs 580 or newer: update it; to go"
            + " on without a card: --backend cpu");
    assertThat(decide(old, BOTH).require()).isEqualTo(Backend.ND4J_CUDA);
  }

  @Test
  void missingLibraries() {
    refused(
        BackendChoice.decide(one("9.0"), BOTH, new CudaLibraries(Map.of())),
        ErrorCode.DEVICE_LIBRARIES,
        "direct CUDA needs libcudart.so.13, libcublas.so.13, libcublasLt.so.13, libnvrtc.so.13, not"
            + " found: install CUDA 13, or name the folder in LD_LIBRARY_PATH; to go on without a"
            + " card: --backend cpu");
  }

  @Test
  void nothingInstalled() {
    refused(
        decide(one("9.0"), NEITHER),
        ErrorCode.DEVICE_LIBRARIES,
        "card 0 (NVIDIA X) has compute capability 9.0, but this installation has no CUDA backend"
            + " (lib/cuda); to go on without a card: --backend cpu");
  }

  @Test
  void aCardThatNeitherServes() {
    refused(
        decide(one("3.5"), BOTH),
        ErrorCode.DEVICE_LIBRARIES,
        "card 0 (NVIDIA X) has compute capability 3.5, direct CUDA needs 7.5 or more; ND4J's CUDA"
            + " backend has no code for it either; to go on without a card: --backend cpu");
    refused(
        decide(one("6.1"), DIRECT),
        ErrorCode.DEVICE_LIBRARIES,
        "card 0 (NVIDIA X) has compute capability 6.1, direct CUDA needs 7.5 or more; ND4J's CUDA"
            + " backend would serve it: build with -Pcuda; to go on without a card: --backend cpu");
  }

  @Test
  void tooLittleMemory() {
    for (InstalledParts parts : List.of(BOTH, DIRECT)) {
      refused(
          decide(Cards.of(List.of(card("NVIDIA L4", "8.9", "580.65.06", 212))), parts),
          ErrorCode.DEVICE_MEMORY,
          "card 0 (NVIDIA L4) has 212 MiB of 24564 MiB free, must have at least 1024; to go on"
              + " without a card: --backend cpu");
    }
    Cards shared = Cards.of(List.of(card("NVIDIA GB10", "12.1", "580.95.05", -1)));
    assertThat(decide(shared, DIRECT).require()).isEqualTo(Backend.CUDA);
  }

  private static void refused(Decision decision, ErrorCode code, String message) {
    assertThatThrownBy(decision::require)
        .isInstanceOfSatisfying(
            EscapementException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessage(message);
  }
}
