package org.escapement.host.plugin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** All components of one kind by name, those offered more than once included. */
final class Offers<F> {
  private final ComponentKind kind;
  private final Map<String, List<PluginComponent<F>>> byName;

  Offers(ComponentKind kind, Collection<PluginComponent<F>> components) {
    this.kind = kind;
    Map<String, List<PluginComponent<F>>> sorted = new TreeMap<>();
    for (PluginComponent<F> component : components) {
      sorted.computeIfAbsent(component.name(), name -> new ArrayList<>()).add(component);
    }
    this.byName = Collections.unmodifiableMap(sorted);
  }

  /** Every name that somebody offers, sorted. */
  Set<String> names() {
    return byName.keySet();
  }

  boolean contains(String name) {
    return byName.containsKey(name);
  }

  /** The components that can be looked up, sorted by name. */
  List<PluginComponent<F>> usable() {
    return byName.values().stream()
        .filter(offers -> offers.size() == 1)
        .map(offers -> offers.get(0))
        .toList();
  }

  /** The groups of components that share a name. */
  List<List<PluginComponent<F>>> duplicates() {
    return byName.values().stream().filter(offers -> offers.size() > 1).toList();
  }

  /**
   * The one component of a name that is known to exist.
   *
   * @throws EscapementException COMPONENT_DUPLICATE naming all plugins that offer it
   */
  PluginComponent<F> only(String name) {
    List<PluginComponent<F>> offers = byName.get(name);
    if (offers.size() > 1) {
      throw new EscapementException(
          ErrorCode.COMPONENT_DUPLICATE,
          kind + " '" + name + "' is offered by " + plugins(offers) + "; keep one of them");
    }
    return offers.get(0);
  }

  /** The plugins and files of some components, in words. */
  static String plugins(Collection<? extends PluginComponent<?>> components) {
    return components.stream()
        .map(
            component ->
                component.origin().label() + " (" + component.origin().file().getFileName() + ")")
        .collect(Collectors.joining(" and "));
  }
}
