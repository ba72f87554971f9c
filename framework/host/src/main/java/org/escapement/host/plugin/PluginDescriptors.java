package org.escapement.host.plugin;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.pf4j.PluginDependency;
import org.pf4j.PluginDescriptor;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.pf4j.VersionManager;

/**
 * Reads and checks {@code plugin.properties}. PF4J itself accepts placeholders that were never
 * filled in, and gives up on all plugins at the first malformed version.
 */
final class PluginDescriptors {
  /** The descriptor's name at the root of a zip. */
  static final String FILE = PropertiesPluginDescriptorFinder.DEFAULT_PROPERTIES_FILE_NAME;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");
  private static final Pattern BARE_VERSION = Pattern.compile("\\d+\\.\\d+\\.\\d+");

  private final VersionManager versions;
  private final String spiVersion;

  PluginDescriptors(VersionManager versions, String spiVersion) {
    this.versions = versions;
    this.spiVersion = spiVersion;
  }

  /**
   * Reads the descriptor of an unpacked plugin, its id and version valid.
   *
   * @throws PluginFault if there is none, or id or version are missing or malformed
   */
  PluginDescriptor read(Path unpacked) throws PluginFault {
    if (!Files.isRegularFile(unpacked.resolve(FILE))) {
      throw new PluginFault(ErrorCode.PLUGIN_DESCRIPTOR, "has no " + FILE + " at its root");
    }
    PluginDescriptor descriptor;
    try {
      descriptor = new PropertiesPluginDescriptorFinder().find(unpacked);
    } catch (RuntimeException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_DESCRIPTOR, FILE + " cannot be read: " + OneLine.reason(e), e);
    }
    checkId(descriptor.getPluginId());
    checkVersion(descriptor.getVersion());
    return descriptor;
  }

  private static void checkId(String id) throws PluginFault {
    if (id == null || id.isBlank()) {
      throw new PluginFault(ErrorCode.PLUGIN_DESCRIPTOR, FILE + " lacks plugin.id");
    }
    if (!ID.matcher(id).matches()) {
      throw new PluginFault(
          ErrorCode.PLUGIN_DESCRIPTOR,
          "plugin.id '" + id + "' must consist of letters, digits, dots, hyphens, underscores");
    }
  }

  private void checkVersion(String version) throws PluginFault {
    if (version == null || version.isBlank()) {
      throw new PluginFault(ErrorCode.PLUGIN_DESCRIPTOR, FILE + " lacks plugin.version");
    }
    try {
      versions.compareVersions(version, version);
    } catch (RuntimeException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_DESCRIPTOR,
          "plugin.version '" + version + "' is not a semantic version such as 1.0.0",
          e);
    }
  }

  /**
   * Checks what the plugin asks of the host.
   *
   * @throws PluginFault if it needs another SPI, its expressions of versions are malformed, or it
   *     declares a life cycle
   */
  void checkDemands(PluginDescriptor descriptor) throws PluginFault {
    checkRequires(descriptor.getRequires().strip());
    for (PluginDependency dependency : descriptor.getDependencies()) {
      checkExpression("plugin.dependencies", dependency.getPluginVersionSupport());
    }
    String pluginClass = descriptor.getPluginClass();
    // a start method that never runs would be worse than a refusal
    if (pluginClass != null && !pluginClass.equals(org.pf4j.Plugin.class.getName())) {
      throw new PluginFault(
          ErrorCode.PLUGIN_DESCRIPTOR,
          "declares plugin.class '"
              + pluginClass
              + "': plugins offer factories and have no life cycle; leave it out");
    }
  }

  private void checkRequires(String requires) throws PluginFault {
    checkExpression("plugin.requires", requires);
    // as PF4J reads it: a bare version is the lowest that will do
    String expression = BARE_VERSION.matcher(requires).matches() ? ">=" + requires : requires;
    if (!versions.checkVersionConstraint(spiVersion, expression)) {
      throw new PluginFault(
          ErrorCode.PLUGIN_DESCRIPTOR,
          "requires SPI version '" + requires + "', this host has " + spiVersion);
    }
  }

  private void checkExpression(String key, String expression) throws PluginFault {
    try {
      versions.checkVersionConstraint(spiVersion, expression);
    } catch (RuntimeException e) {
      throw new PluginFault(
          ErrorCode.PLUGIN_DESCRIPTOR,
          key
              + ": '"
              + expression
              + "' is not an expression of versions such as 1.0.0 or >=1.0.0 & <2.0.0"
              + " (qualifiers such as -SNAPSHOT are not allowed)",
          e);
    }
  }
}
