package org.escapement.engine.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProductCheckTest {
  @Test
  void findsNothingWrongHere() {
    assertThat(ProductCheck.wrongTypes()).isEmpty();
  }
}
