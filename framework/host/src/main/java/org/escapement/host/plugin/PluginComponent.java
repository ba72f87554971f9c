package org.escapement.host.plugin;

import java.util.function.Function;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionSchema;

/**
 * One optimizer or model that a plugin offers, as it described itself when it was loaded.
 *
 * @param kind optimizer or model
 * @param name the name that config files use
 * @param description what it is, in one line
 * @param factory the plugin's factory
 * @param schema the options
 * @param origin the plugin
 * @param <F> the interface of the factory
 */
public record PluginComponent<F>(
    ComponentKind kind,
    String name,
    String description,
    F factory,
    OptionSchema<?> schema,
    PluginOrigin origin) {

  /**
   * Makes something with the factory, under the plugin's context class loader.
   *
   * @throws EscapementException as the plugin threw it, or PLUGIN_CONTRACT if it threw anything
   *     else or returned null
   */
  public <T> T make(Function<? super F, T> making) {
    T made = PluginCall.attributed(loader(), this + " cannot be made", () -> making.apply(factory));
    if (made == null) {
      throw new EscapementException(
          ErrorCode.PLUGIN_CONTRACT, this + " cannot be made: its factory returned null");
    }
    return made;
  }

  /** The plugin's class loader. */
  ClassLoader loader() {
    return factory.getClass().getClassLoader();
  }

  /** Kind, name and plugin, as messages show them. */
  @Override
  public String toString() {
    return kind + " '" + name + "' of " + origin.label();
  }
}
