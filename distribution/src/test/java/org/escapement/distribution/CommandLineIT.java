package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The launcher and the commands that compute nothing")
class CommandLineIT extends DistributionTestCase {
  @Test
  void version() {
    Outcome outcome = escapement("--version");
    assertCode(0, outcome);
    assertThat(outcome.out()).matches("escapement \\d+\\.\\d+\\.\\d+\\n");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void versionWhileJavaAnnouncesItsOptions() {
    Outcome outcome = installation.run(Map.of("JAVA_TOOL_OPTIONS", "-Da=b"), "--version");
    assertCode(0, outcome);
    assertThat(outcome.out()).startsWith("escapement ");
  }

  @Test
  void withoutCommandUsageGoesToStandardError() {
    Outcome outcome = escapement();
    assertCode(2, outcome);
    assertThat(outcome.err()).startsWith("ESC-001 ").contains("Usage: escapement", "plugins");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void unknownCommand() {
    Outcome outcome = escapement("rnu");
    assertCode(2, outcome);
    assertThat(outcome.err())
        .startsWith("ESC-001 unknown command 'rnu'; did you mean 'run'?")
        .contains("Usage: escapement");
    assertThat(outcome.out()).isEmpty();
  }

  @Test
  void unknownOption() {
    assertRefused(
        escapement("run", "small.yaml", "--sett", "a=1"), "ESC-001", "'--sett'", "'--set'");
  }

  @Test
  void noJava() {
    Outcome outcome = installation.run(Map.of("JAVA_HOME", "/nowhere"), "--version");
    assertCode(2, outcome);
    assertThat(outcome.err()).contains("no Java found").hasLineCount(1);
  }

  @Test
  void pluginsList() throws IOException {
    Outcome table = escapement("plugins", "list");
    assertCode(0, table);
    assertThat(table.out().lines().skip(1).map(line -> line.split(" ")[0]))
        .contains(
            "adabelief",
            "adadelta",
            "adagrad",
            "adam",
            "adamax",
            "amsgrad",
            "gd",
            "lbfgs",
            "momentum",
            "nadam",
            "nesterov",
            "rmsprop",
            "sgd",
            "linear-regression",
            "lenet",
            "matrix-factorisation",
            "mlp",
            "one-hot-regression",
            "quadratic",
            "resnet",
            "teacher-student",
            "toy",
            "vgg");
    assertThat(table.err()).isEmpty();
    Outcome json = escapement("plugins", "list", "--json");
    JsonNode entries = new ObjectMapper().readTree(json.out());
    assertThat(entries).hasSize((int) table.out().lines().count() - 1);
    assertThat(entries)
        .allSatisfy(entry -> assertThat(entry.get("sha256").asText()).matches("[0-9a-f]{64}"));
  }

  @Test
  void pluginsDescribe() {
    Outcome outcome = escapement("plugins", "describe", "sgd");
    assertCode(0, outcome);
    assertThat(outcome.out())
        .startsWith("optimizer sgd (plugin-sgd@")
        .contains("learningRate", "constant | step | cosine")
        .containsPattern("\n  schedule\\.steps +\\(absent\\)");
    assertRefused(
        escapement("plugins", "describe", "sdg"),
        "ESC-301",
        "did you mean 'sgd'? available: adabelief");
  }

  @Test
  void pluginsDescribeCountsParameters() {
    Outcome usual = escapement("plugins", "describe", "vgg");
    assertCode(0, usual);
    assertThat(usual.out())
        .containsPattern("1x28x28 +10 +refused: vgg with 5 stages needs images of 32 x 32")
        .containsPattern("3x32x32 +10 +72442")
        .containsPattern("3x32x32 +2 +71410")
        .containsPattern("layers\\.0\\.weight +\\[16, 3, 3, 3] +432");
    Outcome one =
        escapement(
            "plugins",
            "describe",
            "resnet",
            "--input",
            "3x32x32",
            "--outputs",
            "2",
            "--set",
            "depth=20");
    assertCode(0, one);
    assertThat(one.out()).containsPattern("3x32x32 +2 +269202").contains("layers.3.body.0.weight");
    assertRefused(
        escapement("plugins", "describe", "resnet", "--input", "784"), "ESC-403", "images");
    assertRefused(
        escapement("plugins", "describe", "resnet", "--input", "3x32x32", "--set", "depth=15"),
        "ESC-201",
        "14 and 20");
  }

  @Test
  void doctorFindsNothingInTheDistribution() throws IOException {
    Outcome outcome = escapement("plugins", "doctor");
    assertCode(0, outcome);
    Set<String> zips = new TreeSet<>();
    try (Stream<Path> files = Files.list(installation.home().resolve("plugins"))) {
      files.forEach(file -> zips.add(file.getFileName().toString()));
    }
    assertThat(zips).hasSizeGreaterThanOrEqualTo(5).allMatch(name -> outcome.out().contains(name));
    assertThat(outcome.out().lines().skip(1)) // the first names the columns
        .hasSize(zips.size())
        .allMatch(line -> line.startsWith("OK "));
  }

  @Test
  void aFolderOfPluginsThatIsNotThere() throws IOException {
    assertRefused(escapement("plugins", "list", "--plugins", "nowhere"), "ESC-303", "nowhere");
    assertRefused(escapement("run", "small.yaml", "--plugins", "nowhere"), "ESC-303", "nowhere");
    assertThat(left()).doesNotContain("runs");
  }

  @Test
  void aCorruptPluginCostsOnlyItself(@TempDir Path plugins) throws IOException {
    for (String name : new String[] {"networks", "sgd", "adam"}) {
      copyPlugin(name, plugins);
    }
    Path sound;
    try (Stream<Path> files = Files.list(plugins)) {
      sound = files.filter(file -> file.toString().contains("adam")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(sound);
    Files.write(plugins.resolve("half.zip"), java.util.Arrays.copyOf(bytes, bytes.length / 2));

    Outcome doctor = escapement("plugins", "doctor", "--plugins", plugins.toString());
    assertCode(2, doctor);
    assertThat(doctor.out().lines().filter(line -> line.startsWith("FAULT")))
        .singleElement()
        .asString()
        .contains("half.zip", "not a zip");
    assertThat(doctor.err()).isEmpty();

    Outcome run =
        escapement(
            "run",
            "small.yaml",
            "--plugins",
            plugins.toString(),
            "--out",
            "beside-corrupt",
            "--set",
            "train.maxIterations=2",
            "--set",
            "analyze.optimizers=[]",
            "--set",
            "escape=null");
    assertCode(3, run);
    assertThat(work("beside-corrupt/results.json")).exists();
  }

  private static void copyPlugin(String name, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(installation.home().resolve("plugins"))) {
      Path zip =
          files
              .filter(file -> file.getFileName().toString().startsWith("plugin-" + name))
              .findFirst()
              .orElseThrow();
      Files.copy(zip, folder.resolve(zip.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  @Test
  void aLinkToTheLauncher(@TempDir Path bin) throws IOException {
    Path direct = Files.createSymbolicLink(bin.resolve("direct"), installation.launcher());
    Path relative = Files.createSymbolicLink(bin.resolve("relative"), Path.of("direct"));
    Outcome outcome = installation.startedBy(relative).run("plugins", "list");
    assertCode(0, outcome);
    assertThat(outcome.out()).contains("sgd");
    assertCode(0, installation.startedBy(direct).run("plugins", "list"));
  }

  @Test
  void aPathWithBlanks(@TempDir Path parent) throws IOException {
    Path home = Files.createDirectory(parent.resolve("my programs (new)"));
    Path work = Files.createDirectory(parent.resolve("my runs"));
    Installation blanks = Installation.unpack(home, work);
    Outcome outcome = blanks.run("plugins", "list");
    assertCode(0, outcome);
    assertThat(outcome.out()).contains("sgd");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void aReadOnlyInstallation(@TempDir Path parent) throws IOException {
    assumeFalse(
        "root".equals(System.getProperty("user.name")), "root may write to read-only folders");
    Path work = Files.createDirectory(parent.resolve("work"));
    Installation installed = Installation.unpack(parent, work);
    setWritable(installed.home(), false);
    try {
      Outcome outcome = installed.run("plugins", "doctor");
      assertCode(0, outcome);
    } finally {
      setWritable(installed.home(), true);
    }
  }

  private static void setWritable(Path root, boolean writable) throws IOException {
    Set<PosixFilePermission> folder = PosixFilePermissions.fromString("r-xr-xr-x");
    if (writable) {
      folder.add(PosixFilePermission.OWNER_WRITE);
    }
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isDirectory).toList()) {
        Files.setPosixFilePermissions(path, folder);
      }
    }
  }
}
