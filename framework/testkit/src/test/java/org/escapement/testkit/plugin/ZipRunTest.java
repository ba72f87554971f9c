package org.escapement.testkit.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.testkit.FailedRules;
import org.escapement.testkit.Rules;
import org.escapement.testkit.optimizer.OptimizerContract;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The run on a zip tests what the zip holds, and nothing else. */
class ZipRunTest {
  private static final List<String> INDEX = List.of(ZippedFactory.class.getName());
  private static final List<Class<?>> CLASSES = List.of(ZippedFactory.class);

  @TempDir private Path folder;

  @Test
  void soundPluginPassesBothRuns() throws IOException {
    Path zip = TestZip.write(folder.resolve("sound.zip"), INDEX, CLASSES, List.of());
    assertThat(FailedRules.of(ZippedContract.class)).isEmpty();
    assertThat(FailedRules.of(ZippedContract.class, zip)).isEmpty();
  }

  /** On the class path the very same test class passes. */
  @Test
  void whatIsWrongInTheZipAloneIsFound() throws IOException {
    Path zip =
        TestZip.write(
            folder.resolve("broken.zip"),
            INDEX,
            CLASSES,
            List.of("org/escapement/testkit/plugin/broken"));
    assertThat(FailedRules.of(ZippedContract.class)).isEmpty();
    assertThat(FailedRules.of(ZippedContract.class, zip)).contains("o06");
  }

  /** The class path has it; an installation would not. */
  @Test
  void classThatTheZipLacksIsNotTakenFromTheClassPath() throws IOException {
    Path zip = TestZip.write(folder.resolve("lacking.zip"), INDEX, CLASSES, List.of());
    String step = ZippedFactory.class.getName().replace('.', '/') + "$Descent.class";
    try (FileSystem files = FileSystems.newFileSystem(zip)) {
      Files.delete(files.getPath("classes", step));
    }
    assertThat(FailedRules.of(ZippedContract.class, zip)).contains("o03", "o06", "o17", "o21");
  }

  /** Without the parameter the second run would be the first once more, and pass. */
  @Test
  void parentOfPluginsNamesTheZip() throws IOException {
    String parameter = PluginSource.ZIP_PARAMETER;
    assertThat(Files.readString(Path.of("../../plugins/pom.xml")))
        .contains(
            "<"
                + parameter
                + ">${project.build.directory}/${project.build.finalName}.zip</"
                + parameter
                + ">");
  }

  @Test
  void withoutTheComponentEveryRuleFails() throws IOException {
    Path empty = TestZip.write(folder.resolve("empty.zip"), List.of(), CLASSES, List.of());
    Path notThere = folder.resolve("not-there.zip");
    for (Path zip : List.of(empty, notThere)) {
      assertThat(FailedRules.of(ZippedContract.class, zip))
          .isEqualTo(Rules.of(OptimizerContract.class).keySet());
    }
  }

  @Test
  void faultOfAnotherComponentIsFound() throws IOException {
    Path zip =
        TestZip.write(
            folder.resolve("half.zip"),
            List.of(ZippedFactory.class.getName(), "acme.NotThere"),
            CLASSES,
            List.of());
    assertThat(FailedRules.of(ZippedContract.class, zip)).containsExactly("o22");
  }

  @Test
  void optionsKeepTheirValuesInAnotherClassLoader() throws IOException {
    Path zip = TestZip.write(folder.resolve("sound.zip"), INDEX, CLASSES, List.of());
    PluginSource source = PackagedPlugin.load(zip);
    ZippedContract author = new ZippedContract();
    OptimizerFactory<?> packaged = source.factory(author.factory());
    Record options = source.options(author.options(), packaged.options());
    assertThat(options.getClass())
        .isNotSameAs(ZippedFactory.Options.class)
        .isSameAs(packaged.options());
    assertThat(options).hasToString(author.options().toString());
    assertThat(source.create(packaged, options).toString()).contains("test@1.0.0");
  }
}
