package org.escapement.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void controlCharactersBecomeQuestionMarks() {
    assertThat(OneLine.of("a\nb\r\tc\u0000\u0085\u2028d")).isEqualTo("a?b??c???d");
    assertThat(OneLine.of("größe, 大きさ")).isEqualTo("größe, 大きさ");
    assertThat(OneLine.of(null)).isEqualTo("null");
  }

  @Test
  void longTextIsCutButAPathIsNot() {
    assertThat(OneLine.of("x".repeat(1000))).hasSize(201).endsWith("x…");
    assertThat(OneLine.path(Path.of("x".repeat(1000) + "\n"))).hasSize(1001).endsWith("x?");
  }

  @Test
  void aReasonNamesTheKind() {
    assertThat(OneLine.reason(new IOException("no\nspace"))).isEqualTo("IOException: no?space");
    assertThat(OneLine.reason(new IOException())).isEqualTo("IOException");
  }
}
