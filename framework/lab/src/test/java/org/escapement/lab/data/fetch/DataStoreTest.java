package org.escapement.lab.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataStoreTest {
  @TempDir private Path root;

  @Test
  void findsFoldersByTheirBareNames() throws IOException {
    DataStore store = new DataStore(root.resolve("data"));
    Files.createDirectories(root.resolve("data/mnist/inner"));
    Files.createDirectories(root.resolve("outside"));

    assertThat(store.find("mnist")).contains(root.resolve("data/mnist"));
    for (String name :
        new String[] {"other", "", ".", "..", "../outside", "mnist/inner", "/mnist", "a\0b"}) {
      assertThat(store.find(name)).as(name).isEmpty();
    }
  }

  @Test
  void aSetIsThereWhenAllItsFilesAre() throws IOException {
    DataStore store = new DataStore(root);
    PublishedSet set = PublishedSets.builtIn().named("mnist");
    Path folder = Files.createDirectories(store.folder(set));
    assertThat(store.holds(set)).isFalse();
    for (PublishedFile file : set.files()) {
      Files.write(folder.resolve(file.name()), new byte[(int) file.bytes()]);
    }
    assertThat(store.holds(set)).isTrue();
    Files.write(folder.resolve("t10k-labels-idx1-ubyte.gz"), new byte[1]);
    assertThat(store.holds(set)).isFalse();
  }
}
