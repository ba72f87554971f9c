package org.escapement.host.cli.plugins;

import java.nio.file.Path;
import java.util.List;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginFolders;
import org.escapement.host.plugin.PluginLoading;
import org.escapement.spi.error.EscapementException;
import picocli.CommandLine.Option;

/** The option {@code --plugins}, for every command that needs plugins (a picocli mixin). */
public final class PluginFolderOptions {
  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description =
          "Folder of plugin zips; may be repeated. Default: 'plugins' of the installation.")
  private List<Path> folders = List.of();

  /**
   * The chosen folders.
   *
   * @throws EscapementException PLUGIN_FOLDER if none was chosen and there is no installation
   */
  public List<Path> folders() {
    return folders.isEmpty() ? List.of(PluginFolders.standard()) : List.copyOf(folders);
  }

  /**
   * Loads the plugins of the chosen folders.
   *
   * @throws EscapementException PLUGIN_FOLDER if a folder cannot be read
   */
  public PluginCatalog load() {
    return new PluginLoading().load(folders());
  }
}
