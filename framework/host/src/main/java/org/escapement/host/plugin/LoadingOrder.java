package org.escapement.host.plugin;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.escapement.spi.error.ErrorCode;
import org.pf4j.PluginDependency;
import org.pf4j.VersionManager;

/**
 * The order in which plugins find those they depend on. PF4J's own resolver gives up on all plugins
 * where two depend on each other.
 */
final class LoadingOrder {
  private final VersionManager versions;
  private final List<PluginFile> placed = new ArrayList<>();
  private final Map<String, PluginFile> waiting = new LinkedHashMap<>();

  private LoadingOrder(List<PluginFile> plugins, VersionManager versions) {
    this.versions = versions;
    plugins.forEach(plugin -> waiting.put(plugin.descriptor().getPluginId(), plugin));
  }

  /** The plugins in order; those whose dependencies are not met get a fault and are left out. */
  static List<PluginFile> of(List<PluginFile> plugins, VersionManager versions) {
    LoadingOrder order = new LoadingOrder(plugins, versions);
    while (order.placeSome() || order.refuseSome()) {
      // what was placed or refused decides about those that depend on it
    }
    order.waiting.forEach(
        (id, file) ->
            file.fault(
                ErrorCode.PLUGIN_DESCRIPTOR,
                "needs plugins that need it themselves, by way of a cycle"));
    return List.copyOf(order.placed);
  }

  private boolean placeSome() {
    List<PluginFile> ready =
        waiting.values().stream()
            .filter(
                file ->
                    file.descriptor().getDependencies().stream()
                        .noneMatch(
                            dependency ->
                                waiting.containsKey(dependency.getPluginId())
                                    || obstacle(dependency).isPresent()))
            .toList();
    placed.addAll(ready);
    return waiting.values().removeAll(ready);
  }

  private boolean refuseSome() {
    return waiting
        .values()
        .removeIf(
            file -> {
              Optional<String> obstacle =
                  file.descriptor().getDependencies().stream()
                      .flatMap(dependency -> obstacle(dependency).stream())
                      .findFirst();
              obstacle.ifPresent(what -> file.fault(ErrorCode.PLUGIN_DESCRIPTOR, what));
              return obstacle.isPresent();
            });
  }

  private Optional<String> obstacle(PluginDependency dependency) {
    String id = dependency.getPluginId();
    Optional<PluginFile> found = find(id);
    if (found.isEmpty()) {
      return dependency.isOptional()
          ? Optional.empty()
          : Optional.of("needs plugin '" + id + "', which is not there or has a fault");
    }
    String wanted = dependency.getPluginVersionSupport();
    String version = found.get().descriptor().getVersion();
    return versions.checkVersionConstraint(version, wanted)
        ? Optional.empty()
        : Optional.of("needs plugin '" + id + "' in version " + wanted + ", found " + version);
  }

  private Optional<PluginFile> find(String id) {
    return waiting.containsKey(id)
        ? Optional.of(waiting.get(id))
        : placed.stream().filter(file -> file.descriptor().getPluginId().equals(id)).findFirst();
  }
}
