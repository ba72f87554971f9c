package org.escapement.host.backend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
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
    Cards cards = VisibleCards.of(Cards.of(List.of(card(0), card(1), card(2))), variable, List::of);
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

  @ParameterizedTest(name = "CUDA_VISIBLE_DEVICES={0}: {1}")
  @CsvSource(
      value = {
        "MIG-bb; MIG-bb",
        "MIG-aa,0; MIG-aa GPU-0f",
        "1,MIG-bb; GPU-1f MIG-bb",
        "MIG-GPU-1f/3/0; MIG-GPU-1f/3/0",
        "MIG-; none",
        "MIG-x; none"
      },
      delimiter = ';')
  void namesPartsOfCards(String variable, String expected) {
    List<MigInstance> parts =
        List.of(
            new MigInstance(0, "1g.10gb", "MIG-aa"),
            new MigInstance(1, "3g.40gb", "MIG-bb"),
            new MigInstance(1, "3g.40gb", "MIG-GPU-1f/3/0"));
    Cards cards = VisibleCards.of(Cards.of(List.of(card(0), card(1))), variable, () -> parts);
    if (expected.equals("none")) {
      assertThat(cards.problem())
          .isEqualTo(
              "CUDA_VISIBLE_DEVICES is '"
                  + variable
                  + "', which shows none of the 2 NVIDIA cards and 3 MIG instances");
    } else {
      assertThat(cards.cards()).extracting(Card::uuid).containsExactly(expected.split(" "));
    }
  }

  @Test
  void aPartHasItsCardsCapabilityAndNoMemoryOfItsOwnToTell() {
    Card part =
        VisibleCards.of(
                Cards.of(List.of(card(0))),
                "MIG-aa",
                () -> List.of(new MigInstance(0, "1g.10gb", "MIG-aa")))
            .cards()
            .get(0);
    assertThat(part.label()).isEqualTo("card 0 (X, MIG 1g.10gb)");
    assertThat(part.freeMebibytes()).isEqualTo(-1);
    Decision decision =
        BackendChoice.decide(Cards.of(List.of(part)), TestCards.DIRECT, TestCards.allLibraries());
    assertThat(decision.require()).isEqualTo(Backend.CUDA);
  }
}
