package org.escapement.distribution;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.escapement.distribution.Installation.Outcome;

/**
 * Maven as somebody runs it who has none of Escapement's sources. Escapement's own artifacts come
 * from the repository that this build has just filled, where everything else that is downloaded
 * goes too; what this build has downloaded is read where it lies. Settings and offline mode are
 * those of this build, so that it goes through wherever this one does.
 */
final class ForeignMaven {
  private final Path folder;

  /**
   * @param folder where it runs
   */
  ForeignMaven(Path folder) {
    this.folder = folder;
  }

  /** Runs goals to their end. */
  Outcome run(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(reactor("wrapper"), "-B", "-ntp"));
    command.add("-Dmaven.repo.local=" + reactor("repository"));
    command.add("-Dmaven.repo.local.tail=" + reactor("cache"));
    settings(command, reactor("userSettings"));
    settings(command, reactor("globalSettings"));
    if (reactor("mode").equals("offline=true")) {
      command.add("--offline");
    }
    command.addAll(List.of(arguments));
    Path log = Files.createTempFile("maven", ".log");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(log.toFile());
      builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
      int code = Installation.end(builder.start());
      return new Outcome(code, Files.readString(log), "");
    } finally {
      Files.delete(log);
    }
  }

  /** Makes a project from the archetype of plugins in a folder named after it. */
  Outcome generate(String... properties) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add(
        "org.apache.maven.plugins:maven-archetype-plugin:"
            + reactor("archetypePlugin")
            + ":generate");
    arguments.add("-DarchetypeCatalog=local");
    arguments.add("-DarchetypeGroupId=org.escapement");
    arguments.add("-DarchetypeArtifactId=escapement-plugin-archetype");
    arguments.add("-DarchetypeVersion=" + reactor("version"));
    for (String property : properties) {
      arguments.add("-D" + property);
    }
    return run(arguments.toArray(String[]::new));
  }

  /** Maven names the usual file even where there is none, and refuses to be given such a one. */
  private static void settings(List<String> command, String option) {
    if (Files.isRegularFile(Path.of(option.substring(option.indexOf('=') + 1)))) {
      command.add(option);
    }
  }

  private static String reactor(String name) {
    return System.getProperty("reactor." + name);
  }
}
