package org.escapement.host.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VisibleCardsTest {
  private static Card card(int index) {
    return new Card(
        index, "GPU-" + index + "f", "X", new ComputeCapability(9, 0), "580.1", 9000, 8000);
  }

  @ParameterizedTest(name = "CUDA_VISIBLE_DEVICES={0}: {1}")
  @CsvSource(
      value = {
        "null; 0 1 2",
        "1; 1",
        "2,0; 2 0",
        "GPU-1f; 1",
        "GPU-1,0; 1 0",
        "1,7,0; 1",
        "0,0,1; 0",
        "GPU-,1; none",
        "''; none",
        "-1; none",
        "9; none"
      },
      delimiter = ';',
      nullValues = "null")
  void namesInOrderUpToTheFirstThatIsNone(String variable, String expected) {
    Cards cards = VisibleCards.of(Cards.of(List.of(card(0), card(1), card(2))), variable);
    if (expected.equals("none")) {
      assertThat(cards.problem())
          .isEqualTo(
              "CUDA_VISIBLE_DEVICES is '" + variable + "', which shows none of the 3 NVIDIA cards");
    } else {
      assertThat(cards.cards())
          .extracting(card -> String.valueOf(card.index()))
          .containsExactly(expected.split(" "));
    }
  }
}
