package org.escapement.engine.tensor;

import java.util.stream.Stream;
import org.escapement.engine.compute.ComputeContract;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("The reference keeps the contract of the primitives")
class Nd4jComputeTest {
  static Stream<ComputeContract.Rule> rules() {
    return ComputeContract.rules().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void keepsTheContract(ComputeContract.Rule rule) {
    rule.verify(Nd4jCompute.INSTANCE);
  }
}
