package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Test;

class ScalesTest {
  private static final ConfigDocument CONFIG =
      ConfigDocument.parse(
          "my.yaml",
          """
          data: {type: idx, train: 1000}
          seed: 1
          scales:
            full: {}
            small: {data.train: 10, data: {type: generated}}
          """);

  @Test
  void aScaleReplacesItsKeysWholeSectionsFirst() {
    assertThat(Scales.apply(CONFIG, "small").tree().toString())
        .isEqualTo("{\"data\":{\"type\":\"generated\",\"train\":10},\"seed\":1}");
    assertThat(Scales.apply(CONFIG, "full").tree().toString())
        .isEqualTo("{\"data\":{\"type\":\"idx\",\"train\":1000},\"seed\":1}");
  }

  @Test
  void anUnknownScaleIsToldWhichThereAre() {
    assertThatThrownBy(() -> Scales.apply(CONFIG, "huge"))
        .isInstanceOf(EscapementException.class)
        .hasMessageContaining("has no scale 'huge', must be one of full | small");
  }
}
