package org.escapement.host.plugin;

import java.nio.file.Path;
import java.util.List;
import org.pf4j.BasePluginRepository;
import org.pf4j.DefaultPluginLoader;
import org.pf4j.DefaultPluginManager;
import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginDescriptorFinder;
import org.pf4j.PluginLoader;
import org.pf4j.PluginRepository;
import org.pf4j.PluginStatusProvider;
import org.pf4j.PropertiesPluginDescriptorFinder;
import org.pf4j.RuntimeMode;

/**
 * PF4J's manager, reduced to what is asked of it here: class loaders of unpacked plugins that were
 * validated before, one at a time. It never looks for plugins itself, and system properties do not
 * change what it does.
 *
 * <p>The {@code create} methods run in the constructor of the superclass: they must not use fields.
 */
final class IsolatingPluginManager extends DefaultPluginManager {
  IsolatingPluginManager(Path folder, String systemVersion) {
    super(folder);
    setSystemVersion(systemVersion);
    setResolveRecoveryStrategy(ResolveRecoveryStrategy.IGNORE_PLUGIN_AND_CONTINUE);
  }

  /** The class loader of an unpacked plugin; those it depends on were loaded before. */
  ClassLoader load(Path unpacked) {
    return loadPluginFromPath(unpacked).getPluginClassLoader();
  }

  @Override
  public RuntimeMode getRuntimeMode() {
    return RuntimeMode.DEPLOYMENT;
  }

  @Override
  protected PluginDescriptorFinder createPluginDescriptorFinder() {
    return new PropertiesPluginDescriptorFinder();
  }

  @Override
  protected PluginRepository createPluginRepository() {
    return new BasePluginRepository(List.of());
  }

  @Override
  protected PluginStatusProvider createPluginStatusProvider() {
    return new AlwaysEnabled();
  }

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

  /** A plugin in the folder is meant to be used; whoever does not want it removes the file. */
  private static final class AlwaysEnabled implements PluginStatusProvider {
    @Override
    public boolean isPluginDisabled(String pluginId) {
      return false;
    }

    @Override
    public void disablePlugin(String pluginId) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void enablePlugin(String pluginId) {
      throw new UnsupportedOperationException();
    }
  }
}
