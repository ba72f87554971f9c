package org.escapement.host.config;

import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionSchema;

/**
 * Knows the options of every loaded component. Each method throws an {@link EscapementException}
 * COMPONENT_UNKNOWN, made by {@link Component#error}, for a type that no plugin offers.
 */
public interface ComponentSchemas {
  /** The options of a data set. */
  OptionSchema<?> data(Component component);

  /** The options of a model. */
  OptionSchema<?> model(Component component);

  /** The options of an optimizer. */
  OptionSchema<?> optimizer(Component component);
}
