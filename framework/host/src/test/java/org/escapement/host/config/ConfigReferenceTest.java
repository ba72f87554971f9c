package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Rewrites the generated part of the page when run with {@code -Descapement.docs.write=true}. */
class ConfigReferenceTest {
  private static final Path PAGE = Path.of("../../docs/configuration.md");
  private static final String BEGIN = "<!-- generated from the option records: begin -->\n";
  private static final String END = "<!-- generated from the option records: end -->\n";

  @Test
  void thePageHoldsEveryKey() throws IOException {
    String page = Files.readString(PAGE);
    int begin = page.indexOf(BEGIN) + BEGIN.length();
    int end = page.indexOf(END);
    if (Boolean.getBoolean("escapement.docs.write")) {
      Files.writeString(
          PAGE, page.substring(0, begin) + ConfigReference.markdown() + page.substring(end));
      return;
    }
    assertThat(page.substring(begin, end))
        .as("out of date: run this test with -Descapement.docs.write=true")
        .isEqualTo(ConfigReference.markdown());
  }
}
