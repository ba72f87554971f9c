package org.escapement.host.plugin;

import java.nio.file.Path;
import java.util.List;

/**
 * Where a component comes from; results record it as provenance.
 *
 * @param id the plugin's id
 * @param version the plugin's semantic version
 * @param sha256 the digest of the zip, in lower case hexadecimal
 * @param file the zip
 * @param needs the plugins whose classes it uses, theirs included
 */
public record PluginOrigin(
    String id, String version, String sha256, Path file, List<PluginOrigin> needs) {
  public PluginOrigin {
    needs = List.copyOf(needs);
  }

  /** The plugin as {@code id@version}. */
  public String label() {
    return id + "@" + version;
  }
}
