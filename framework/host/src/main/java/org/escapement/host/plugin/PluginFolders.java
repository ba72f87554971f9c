package org.escapement.host.plugin;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.Map;
import java.util.Optional;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Where plugins lie when nobody says otherwise. */
public final class PluginFolders {
  /** The environment variable that names the installation. */
  public static final String HOME_VARIABLE = "ESCAPEMENT_HOME";

  private PluginFolders() {}

  /**
   * The folder {@code plugins} of the installation: the one that the environment names, or else the
   * one that the running jar lies in, beside its {@code lib}.
   *
   * @throws EscapementException PLUGIN_FOLDER if there is neither
   */
  public static Path standard() {
    return standard(System.getenv(), codeSource());
  }

  static Path standard(Map<String, String> environment, Optional<Path> code) {
    String home = environment.getOrDefault(HOME_VARIABLE, "");
    if (!home.isBlank()) {
      return Path.of(home).resolve("plugins");
    }
    return code.filter(Files::isRegularFile)
        .map(jar -> jar.toAbsolutePath().getParent())
        .filter(library -> library.endsWith("lib"))
        .map(library -> library.resolveSibling("plugins"))
        .orElseThrow(
            () ->
                new EscapementException(
                    ErrorCode.PLUGIN_FOLDER,
                    "no installation to find plugins in: give --plugins DIR, or set "
                        + HOME_VARIABLE));
  }

  private static Optional<Path> codeSource() {
    CodeSource source = PluginFolders.class.getProtectionDomain().getCodeSource();
    try {
      return source == null ? Optional.empty() : Optional.of(Path.of(source.getLocation().toURI()));
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
