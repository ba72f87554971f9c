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
 * @param limits how long its code may keep control
 * @param <F> the interface of the factory
 */
public record PluginComponent<F>(
    ComponentKind kind,
    String name,
    String description,
    F factory,
    OptionSchema<?> schema,
    PluginOrigin origin,
    CallLimits limits) {

  /**
   * Makes something with the factory, under the plugin's context class loader.
   *
   * @throws EscapementException as the plugin threw it, or PLUGIN_CONTRACT if it threw anything
   *     else or returned null, PLUGIN_TIME_LIMIT if it took too long
   */
  public <T> T make(Function<? super F, T> making) {
    T made =
        PluginCall.attributed(
            this,
            this + " cannot be made",
            kind == ComponentKind.OPTIMIZER ? limits.answer() : limits.computation(),
            () -> making.apply(factory));
    if (made == null) {
      throw failure(" cannot be made: its factory returned null");
    }
    return made;
  }

  /** A breach of the contract, told as the component's name and what follows it. */
  PluginFailure failure(String what) {
    return new PluginFailure(ErrorCode.PLUGIN_CONTRACT, this + what, origin, null);
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
