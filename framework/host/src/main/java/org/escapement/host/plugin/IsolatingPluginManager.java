package org.escapement.host.plugin;

import java.nio.file.Path;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginLoader;

/**
 * PF4J's manager, reduced to what is asked of it here: the class loaders of unpacked plugins.
 * Finding, validating and ordering them happens before, where a fault can be kept to its file.
 */
final class IsolatingPluginManager extends DefaultPluginManager {
  IsolatingPluginManager(Path folder) {
    super(folder);
  }

  /** The class loader of an unpacked plugin; those it depends on were loaded before. */
  ClassLoader load(Path unpacked) {
    return loadPluginFromPath(unpacked).getPluginClassLoader();
  }

  /** Runs in the constructor of the superclass, so it must not use fields. */
  @Override
  protected PluginLoader createPluginLoader() {
    HostClassLoader host = new HostClassLoader(IsolatingPluginManager.class.getClassLoader());
    return new DefaultPluginLoader(this) {
      @Override
      protected PluginClassLoader createPluginClassLoader(
          Path pluginPath, PluginDescriptor pluginDescriptor) {
        return new IsolatingClassLoader(pluginManager, pluginDescriptor, host);
      }
    };
  }
}
