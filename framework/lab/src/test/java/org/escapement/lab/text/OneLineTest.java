package org.escapement.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class OneLineTest {
  @Test
  void controlCharactersAreEscaped() {
    assertThat(OneLine.of("a\nb\r\tc\u0000\u0085\u2028d"))
        .isEqualTo("a\\nb\\r\\tc\\u0000\\u0085\\u2028d");
    assertThat(OneLine.of("größe, 大きさ")).isEqualTo("größe, 大きさ");
    assertThat(OneLine.of(null)).isEqualTo("null");
  }

  @Test
  void longQuotesAreCutButPathsAreNot() {
    assertThat(OneLine.quoted("x".repeat(1000))).hasSize(61).endsWith("x…");
    assertThat(OneLine.quoted("x".repeat(60))).isEqualTo("x".repeat(60));
    assertThat(OneLine.quoted("x".repeat(59) + "😀")).isEqualTo("x".repeat(59) + "…");
    assertThat(OneLine.path(Path.of("x".repeat(1000) + "\n"))).hasSize(1002).endsWith("x\\n");
  }

  @Test
  void joinedTextHasSingleBlanks() {
    assertThat(OneLine.joined("  two\n\t lines ")).isEqualTo("two lines");
  }

  @Test
  void aReasonNamesTheKind() {
    assertThat(OneLine.reason(new IOException("no\n space"))).isEqualTo("IOException: no space");
    assertThat(OneLine.reason(new IOException())).isEqualTo("IOException");
    assertThat(OneLine.reason(new InvocationTargetException(new IOException("why"))))
        .isEqualTo("IOException: why");
    assertThat(OneLine.reason(new IOException("x".repeat(1000)))).hasSize(301).endsWith("x…");
  }

  @Test
  void aFailureThatCannotSpeakIsNamed() {
    class Mute extends RuntimeException {
      private static final long serialVersionUID = 1L;

      @Override
      public String getMessage() {
        throw new IllegalStateException();
      }
    }
    assertThat(OneLine.reason(new Mute())).isEqualTo("Mute");
  }
}
