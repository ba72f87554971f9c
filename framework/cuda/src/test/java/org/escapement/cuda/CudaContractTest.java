package org.escapement.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.escapement.engine.compute.ComputeContract;
import org.escapement.engine.compute.ComputeContract.Rule;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The contract of the primitives, by the kernels themselves on an emulated card")
class CudaContractTest {
  private Card card;

  static List<Rule> rules() {
    return ComputeContract.rules();
  }

  @BeforeEach
  void anEmptyCard() {
    card = new Card(new EmulatedDevice(1L << 30), 1L << 30);
  }

  @ParameterizedTest
  @MethodSource("rules")
  void keeps(Rule rule) {
    rule.verify(new CudaCompute(card));
  }

  @AfterEach
  void nothingIsLeftOnTheCard() {
    if (card != null) {
      assertThat(card.pool().usedBytes()).isZero();
      card.pool().release();
      assertThat(((EmulatedDevice) card.device()).blocks()).isZero();
    }
  }
}
