package org.escapement.host.plugin;

import java.io.IOException;
import java.net.URL;
import java.util.Collections;
import java.util.Enumeration;

/** The parent of every plugin's class loader: the JDK, and of the host the shared packages only. */
final class HostClassLoader extends ClassLoader {
  private final ClassLoader host;

  HostClassLoader(ClassLoader host) {
    super("escapement-shared", getPlatformClassLoader());
    this.host = host;
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    if (!HostPackages.shared(name)) {
      throw new ClassNotFoundException(name);
    }
    return host.loadClass(name);
  }

  @Override
  protected URL findResource(String name) {
    return HostPackages.shared(name.replace('/', '.')) ? host.getResource(name) : null;
  }

  @Override
  protected Enumeration<URL> findResources(String name) throws IOException {
    return HostPackages.shared(name.replace('/', '.'))
        ? host.getResources(name)
        : Collections.emptyEnumeration();
  }
}
