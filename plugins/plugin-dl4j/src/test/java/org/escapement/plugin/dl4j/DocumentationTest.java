package org.escapement.plugin.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The page shows the config that is shipped. */
class DocumentationTest {
  @Test
  void theExampleOfThePageIsTheShippedOne() throws IOException {
    String example = Files.readString(Path.of("../../distribution/examples/dl4j.yaml"));
    assertThat(Files.readString(Path.of("../../docs/dl4j.md")))
        .contains("```yaml\n" + example.substring(example.indexOf("seed:")) + "```\n");
  }
}
