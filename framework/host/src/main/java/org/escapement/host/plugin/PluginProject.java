package org.escapement.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URISyntaxException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.SpiVersion;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.pf4j.DefaultVersionManager;
import org.pf4j.processor.IndexedExtensionStorage;

/**
 * A plugin before it is packaged: classes, the descriptor and the index of extensions in folders of
 * a class path. Its authors learn here what the host would refuse in their zip.
 */
public final class PluginProject {
  private static final String INDEX = IndexedExtensionStorage.EXTENSIONS_RESOURCE;

  private final ClassLoader classPath;

  /**
   * @param classPath finds the project's own resources before those of other plugins
   */
  public PluginProject(ClassLoader classPath) {
    this.classPath = classPath;
  }

  /**
   * Checks that the host will find a factory by the project's descriptor and index.
   *
   * @param factory the factory's class
   * @throws EscapementException PLUGIN_CONTRACT if descriptor or index are missing or wrong, the
   *     index does not name the class, or it lies in a package that the host keeps for itself
   */
  public void check(Class<?> factory) {
    checkDescriptor(folderOf(PluginDescriptors.FILE));
    if (!indexBeside(factory).contains(factory.getName())) {
      throw refused(
          INDEX
              + " does not name "
              + factory.getName()
              + "; is it annotated with @Extension, and was PF4J's annotation processor on?",
          null);
    }
    if (HostPackages.shared(factory.getName())) {
      throw refused(factory.getName() + " lies in a package that the host keeps for itself", null);
    }
  }

  private static void checkDescriptor(Path folder) {
    PluginDescriptors descriptors =
        new PluginDescriptors(new DefaultVersionManager(), SpiVersion.current());
    try {
      descriptors.checkDemands(descriptors.read(folder));
    } catch (PluginFault e) {
      throw refused(e.getMessage(), e);
    }
  }

  private Path folderOf(String resource) {
    URL place = classPath.getResource(resource);
    if (place == null) {
      throw refused("has no " + resource, null);
    }
    try {
      return Path.of(place.toURI()).getParent();
    } catch (URISyntaxException | FileSystemNotFoundException e) {
      throw refused(resource + " is in no folder but in " + place, e);
    }
  }

  /** The annotation processor writes the index where the compiler writes the classes. */
  private static Set<String> indexBeside(Class<?> factory) {
    URL place = factory.getProtectionDomain().getCodeSource().getLocation();
    Set<String> names = new HashSet<>();
    try (URLClassLoader classes = new URLClassLoader(new URL[] {place}, null);
        InputStream index = classes.getResourceAsStream(INDEX)) {
      if (index != null) {
        IndexedExtensionStorage.read(new InputStreamReader(index, StandardCharsets.UTF_8), names);
      }
    } catch (IOException e) {
      throw refused(INDEX + " cannot be read: " + OneLine.reason(e), e);
    }
    return names;
  }

  private static EscapementException refused(String problem, Exception cause) {
    return new EscapementException(ErrorCode.PLUGIN_CONTRACT, problem, cause);
  }
}
