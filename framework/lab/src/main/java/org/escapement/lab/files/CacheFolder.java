package org.escapement.lab.files;

import java.nio.file.Path;
import java.util.Map;

/** Where everything lies that Escapement keeps for later and could make or fetch again. */
public final class CacheFolder {
  /** The environment variable that names the folder. */
  public static final String VARIABLE = "ESCAPEMENT_CACHE";

  private CacheFolder() {}

  /** The folder that the environment of this process names, or the user's own. */
  public static Path ofUser() {
    return of(System.getenv(), Path.of(System.getProperty("user.home")));
  }

  /**
   * The folder that {@code ESCAPEMENT_CACHE} names, or {@code escapement} in {@code XDG_CACHE_HOME}
   * or, without it, in {@code .cache}.
   */
  public static Path of(Map<String, String> environment, Path home) {
    String own = environment.getOrDefault(VARIABLE, "");
    if (!own.isBlank()) {
      return Path.of(own);
    }
    String shared = environment.getOrDefault("XDG_CACHE_HOME", "");
    // the XDG specification tells to ignore a relative path
    Path base =
        !shared.isBlank() && Path.of(shared).isAbsolute()
            ? Path.of(shared)
            : home.resolve(".cache");
    return base.resolve("escapement");
  }
}
