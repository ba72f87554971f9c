package org.escapement.host.plugin;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.escapement.host.plugin.PluginReport.Fault;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;

/**
 * The digests of the only zips that a folder of plugins allows, where it holds such a list: lines
 * as {@code sha256sum} writes them. Names in it are for readers, the digests decide. A list that
 * cannot be read to its end allows nothing.
 */
final class AllowList {
  /** The list's name inside a folder of plugins. */
  static final String FILE = "allowed.sha256";

  private static final Pattern LINE = Pattern.compile("\\\\?([0-9a-fA-F]{64}) [ *](.+)");

  private final Path path;
  private final Set<String> digests = new HashSet<>();
  private String problem;

  private AllowList(Path path) {
    this.path = path;
  }

  /** The list of a folder, if there is one. */
  static Optional<AllowList> of(Path folder) {
    Path path = folder.resolve(FILE);
    if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
      return Optional.empty();
    }
    AllowList list = new AllowList(path);
    list.read();
    return Optional.of(list);
  }

  private void read() {
    if (!Files.isRegularFile(path)) {
      problem = "is not a regular file";
      return;
    }
    try {
      List<String> lines = Files.readString(path).replaceFirst("^\uFEFF", "").lines().toList();
      for (int i = 0; i < lines.size() && problem == null; i++) {
        read(lines.get(i), i + 1);
      }
    } catch (IOException e) {
      problem = "cannot be read: " + OneLine.reason(e);
    }
  }

  private void read(String line, int number) {
    if (line.isBlank() || line.startsWith("#")) {
      return;
    }
    Matcher matcher = LINE.matcher(line);
    if (matcher.matches()) {
      digests.add(matcher.group(1).toLowerCase(Locale.ROOT));
    } else {
      problem =
          "line "
              + number
              + " is '"
              + OneLine.quoted(line)
              + "', must be 64 hexadecimal digits, two spaces and a name, as sha256sum writes it";
    }
  }

  /** The folder that it is about. */
  Path folder() {
    return path.getParent();
  }

  /**
   * Lets a file pass whose digest is known.
   *
   * @throws PluginFault PLUGIN_NOT_ALLOWED if its digest is not listed, or the list is malformed
   */
  void check(PluginFile file) throws PluginFault {
    if (problem != null) {
      throw new PluginFault(
          ErrorCode.PLUGIN_NOT_ALLOWED, "is not allowed: " + path + " " + problem);
    }
    if (!digests.contains(file.sha256())) {
      throw new PluginFault(
          ErrorCode.PLUGIN_NOT_ALLOWED,
          "is not allowed: "
              + path
              + " does not list its SHA-256; to allow it add the line '"
              + file.sha256()
              + "  "
              + file.name()
              + "'");
    }
  }

  /** What became of the list itself. */
  PluginReport report() {
    return new PluginReport(
        path,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        problem == null ? List.of("a list of " + digests.size() + " allowed digests") : List.of(),
        problem == null
            ? List.of()
            : List.of(
                new Fault(
                    ErrorCode.PLUGIN_NOT_ALLOWED,
                    OneLine.of(problem) + "; until that is mended no plugin of the folder loads")));
  }
}
