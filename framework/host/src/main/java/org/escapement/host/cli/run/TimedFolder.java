package org.escapement.host.cli.run;

import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;

/** Where results go for which no folder was named. */
public final class TimedFolder {
  private TimedFolder() {}

  /** {@code PARENT/NAME-TIME}. */
  public static Path of(String parent, String name) {
    String time = LocalDateTime.now().format(DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss"));
    return Path.of(parent, name + "-" + time);
  }

  /**
   * The same with the name of a config file, without its ending.
   *
   * @param otherwise for a file that has no name
   */
  public static Path of(String parent, Path config, String otherwise) {
    String last = config.getFileName() == null ? otherwise : config.getFileName().toString();
    return of(parent, last.replaceFirst("\\.ya?ml$", ""));
  }
}
