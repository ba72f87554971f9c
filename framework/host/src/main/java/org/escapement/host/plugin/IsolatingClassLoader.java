package org.escapement.host.plugin;

import org.pf4j.PluginClassLoader;
import org.pf4j.PluginDescriptor;
import org.pf4j.PluginManager;

/**
 * The class loader of one plugin: shared packages from the host, even where the plugin bundles its
 * own copy; everything else from the plugin, then from the plugins it depends on, then the JDK.
 */
final class IsolatingClassLoader extends PluginClassLoader {
  static {
    registerAsParallelCapable();
  }

  IsolatingClassLoader(PluginManager manager, PluginDescriptor descriptor, HostClassLoader host) {
    super(manager, descriptor, host);
  }

  @Override
  protected boolean shouldDelegateToParent(String className) {
    return HostPackages.hostOnly(className) || HostPackages.shared(className) && hostHas(className);
  }

  private boolean hostHas(String className) {
    return getParent().getResource(className.replace('.', '/') + ".class") != null;
  }
}
