package org.escapement.lab.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.lab.Errors.assertFails;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedSetsTest {
  private static final String SET =
      """
      [{"name": "tiny", "description": "d", "licence": "MIT", "page": "https://example.org",
        "type": "idx", "option": "dir", "addresses": ["https://example.org/a"],
        "files": [{"name": "x.gz", "bytes": 3, "sha256": "%s"}]}]
      """
          .formatted("0".repeat(64));

  @TempDir private Path folder;

  @Test
  void theBuiltInOnes() {
    PublishedSets sets = PublishedSets.builtIn();

    assertThat(sets.names()).containsExactly("fashion-mnist", "cifar-10", "mnist");
    for (PublishedSet set : sets.all()) {
      assertThat(set.addresses().get(0).getScheme()).isEqualTo("https");
      assertThat(set.addresses()).hasSizeGreaterThan(1);
    }
    // lengths as TensorFlow Datasets and the pages of the data sets give them
    assertThat(sets.all())
        .extracting(PublishedSet::bytes)
        .containsExactly(30_878_645L, 170_052_171L, 11_594_722L);
  }

  @Test
  void anUnknownNameListsTheKnownOnes() {
    assertFails(ErrorCode.DATA_UNKNOWN, () -> PublishedSets.builtIn().named("fashion_mnist\n"))
        .isEqualTo(
            "no data set 'fashion_mnist\\n'; did you mean 'fashion-mnist'? available:"
                + " fashion-mnist, cifar-10, mnist");
  }

  @Test
  void readsACatalogue() throws IOException {
    Path file = Files.writeString(folder.resolve("c.json"), SET);

    PublishedSet set = PublishedSets.of(file).named("tiny");

    assertThat(set.addresses()).containsExactly(URI.create("https://example.org/a/"));
    assertThat(set.configLine("tiny"))
        .isEqualTo("data: {type: idx, dir: tiny, train: 1000, test: 1000}");
    assertThat(set.configLine("/my, 'data'"))
        .isEqualTo("data: {type: idx, dir: '/my, ''data''', train: 1000, test: 1000}");
  }

  @Test
  void refusesCataloguesThatAreNone() throws IOException {
    Path file = folder.resolve("c.json");
    assertFails(ErrorCode.DATA_UNKNOWN, () -> PublishedSets.of(file))
        .contains("c.json: is no catalogue of data sets: NoSuchFileException");
    for (String bad :
        List.of(
            "",
            "{",
            "null",
            "[null]",
            "[{}]",
            SET.replace("tiny", "../tiny"),
            SET.replace("x.gz", "a/x.gz"),
            SET.replace("\"x.gz\"", "null"),
            SET.replace("\"bytes\": 3", "\"bytes\": -3"),
            SET.replace("0000", "00x0"),
            SET.replace("https://example.org/a", "file:///etc"),
            SET.replace("https://example.org/a", "https://example.org/a?b=c"),
            SET.replace("https://example.org/a", ":"),
            SET.replace("\"licence\"", "\"license\""),
            SET.replace("\"MIT\"", "null"))) {
      Files.writeString(file, bad);
      assertFails(ErrorCode.DATA_UNKNOWN, () -> PublishedSets.of(file))
          .contains("c.json: is no catalogue of data sets: ");
    }
  }
}
