package org.escapement.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.escapement.lab.files.Sha256;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("Plugins are unpacked into a cache by content")
class PluginCacheTest {
  @TempDir private Path folder;
  @TempDir private Path base;

  private Path cache() {
    return base.resolve("not/yet/there");
  }

  private PluginCatalog load() {
    return new PluginLoading(cache()).load(List.of(folder));
  }

  private static PluginZip described(String description) {
    return PluginZip.of("one", "1.0.0")
        .source(PluginZip.optimizer("acme.Factory", "one").replace("a test", description))
        .index("acme.Factory");
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> paths = Files.list(directory)) {
      return paths.sorted().toList();
    }
  }

  @Test
  void folderOfPluginsIsNotWritten() throws IOException {
    Path zip = described("first").write(folder.resolve("one.zip"));
    load();
    assertThat(list(folder)).containsExactly(zip);
    assertThat(list(cache())).containsExactly(cache().resolve(Sha256.of(zip)));
  }

  @Test
  void replacedZipIsReplacedEvenIfItIsOlder() throws IOException {
    Path zip = folder.resolve("one.zip");
    described("first").write(zip);
    assertThat(load().optimizer("one").description()).isEqualTo("first");
    // of equal length, so that only the content differs
    described("other").write(zip);
    Files.setLastModifiedTime(zip, FileTime.from(Instant.EPOCH));
    PluginComponent<?> second = load().optimizer("one");
    assertThat(second.description()).isEqualTo("other");
    assertThat(second.origin().sha256()).isEqualTo(Sha256.of(zip));
  }

  @Test
  void secondStartUsesWhatTheFirstUnpacked() throws IOException {
    Path zip = described("first").write(folder.resolve("one.zip"));
    load();
    Path unpacked = cache().resolve(Sha256.of(zip)).resolve("classes/acme/Factory.class");
    Files.setLastModifiedTime(unpacked, FileTime.from(Instant.EPOCH));
    load();
    assertThat(Files.getLastModifiedTime(unpacked)).isEqualTo(FileTime.from(Instant.EPOCH));
  }

  @Test
  void whatACleanerRemovedIsPutBack() throws IOException {
    Path zip = described("first").write(folder.resolve("one.zip"));
    load();
    Path classes = cache().resolve(Sha256.of(zip)).resolve("classes/acme");
    for (Path file : list(classes)) {
      Files.delete(file);
    }
    Files.delete(classes);
    Files.writeString(classes.resolveSibling("META-INF").resolve("extensions.idx"), "cut");
    assertThat(load().optimizer("one").description()).isEqualTo("first");
    assertThat(list(cache())).as("no rest of unpacking").hasSize(1);
  }

  /** Bytes of equal number in the cache do not pass for those of the zip. */
  @Test
  void whatWasChangedIsPutBack() throws IOException {
    Path zip = described("first").write(folder.resolve("one.zip"));
    load();
    Path index = cache().resolve(Sha256.of(zip)).resolve("classes/META-INF/extensions.idx");
    String before = Files.readString(index);
    Files.writeString(index, before.replace("Factory", "Foreign"));
    assertThat(load().optimizer("one").description()).isEqualTo("first");
    assertThat(index).hasContent(before);
  }

  @Test
  void whatWasPutBesideIsRefused() throws IOException {
    Path zip = described("first").write(folder.resolve("one.zip"));
    load();
    Path copy = cache().resolve(Sha256.of(zip));
    Files.createDirectory(copy.resolve("lib"));
    Files.writeString(copy.resolve("lib/more.jar"), "");
    assertThat(load().reports().get(0).fault())
        .contains(
            "its unpacked copy "
                + copy
                + " holds 'lib/more.jar', which the zip does not; remove that folder");
  }

  @Test
  void concurrentStartsDoNotCollide() throws Exception {
    PluginZip large = described("first");
    for (int i = 0; i < 300; i++) {
      large.text("classes/resource" + i, "x".repeat(1000));
    }
    large.write(folder.resolve("one.zip"));
    int starts = 8;
    CyclicBarrier together = new CyclicBarrier(starts);
    ExecutorService threads = Executors.newFixedThreadPool(starts);
    List<Future<PluginCatalog>> catalogs = new ArrayList<>();
    for (int i = 0; i < starts; i++) {
      catalogs.add(
          threads.submit(
              () -> {
                together.await();
                return load();
              }));
    }
    for (Future<PluginCatalog> catalog : catalogs) {
      assertThat(catalog.get().reports())
          .allSatisfy(report -> assertThat(report.fault()).isEmpty())
          .hasSize(1);
    }
    threads.shutdown();
    assertThat(list(cache())).as("one copy and no rest of unpacking").hasSize(1);
  }

  @Test
  void zipThatChangedSinceItsDigestWasTakenIsRefused() throws IOException {
    Path zip = described("first").write(folder.resolve("one.zip"));
    String before = Sha256.of(zip);
    described("second").write(zip);
    assertThatThrownBy(() -> new PluginCache(cache(), UnpackLimit.DEFAULT).unpack(zip, before))
        .isInstanceOf(PluginFault.class)
        .hasMessage("was replaced while it was being read; start again");
    assertThat(list(cache())).isEmpty();
  }
}
