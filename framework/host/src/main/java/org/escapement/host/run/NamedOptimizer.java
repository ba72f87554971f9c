package org.escapement.host.run;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalDouble;
import org.escapement.host.config.Component;
import org.escapement.lab.result.RunResults.StabilityResult;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.option.OptionSchema;

/**
 * An optimizer with the config that made it.
 *
 * @param schema its options
 * @param component its section, every option written out
 * @param options its option record
 * @param optimizer the method
 */
public record NamedOptimizer(
    OptionSchema<?> schema, Component component, Record options, Optimizer optimizer) {
  /** The name in config files. */
  public String name() {
    return component.type();
  }

  /** The options by name, those of a section as a map; one that is absent is left out. */
  public Map<String, Object> optionValues() {
    return values(options);
  }

  /** Whether a result is of this optimizer, options included. */
  public boolean isOf(StabilityResult result) {
    return result.optimizer().equals(name()) && result.options().equals(optionValues());
  }

  private static Map<String, Object> values(Record options) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (RecordComponent option : options.getClass().getRecordComponents()) {
      try {
        option.getAccessor().setAccessible(true);
        Object value = option.getAccessor().invoke(options);
        if (value != null) {
          values.put(option.getName(), plain(value));
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(options.getClass() + " cannot be read", e);
      }
    }
    return values;
  }

  private static Object plain(Object value) {
    if (value instanceof Record section) {
      return values(section);
    }
    return value instanceof Enum<?> ? value.toString() : value;
  }

  /**
   * The option {@code learningRate}, if it has one: what a critical learning rate is a multiple of.
   */
  public OptionalDouble learningRate() {
    return optionValues().get("learningRate") instanceof Number rate
        ? OptionalDouble.of(rate.doubleValue())
        : OptionalDouble.empty();
  }

  /** The name and the options that matter, as tables show them. */
  public String label() {
    return OptimizerLabel.of(name(), schema, optionValues());
  }
}
