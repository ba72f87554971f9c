package org.escapement.testkit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.OptionBinder;
import org.escapement.host.config.OptionWriter;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/** Options as a config that sets none of them makes them, bound by the host. */
public final class DefaultOptions {
  private DefaultOptions() {}

  /**
   * The record with every default. What has none takes its value from the example, and so does what
   * is absent by default where the record does not stand without it.
   *
   * @throws EscapementException OPTION_DECLARATION if no config can hold an option, or a default is
   *     not of its component's type
   */
  public static <R extends Record> R of(Class<R> type, Record example) {
    OptionSchema<R> schema = OptionSchema.of(type);
    OptionBinder.checkDeclaration(schema);
    try {
      return bind(schema, example, OptionDescription::required);
    } catch (EscapementException incomplete) {
      return bind(schema, example, option -> option.defaultValue().isEmpty());
    }
  }

  private static <R extends Record> R bind(
      OptionSchema<R> schema, Record example, Predicate<OptionDescription> kept) {
    List<String> names =
        schema.options().stream().filter(kept).map(OptionDescription::name).toList();
    ObjectNode section = OptionWriter.toNode(example).retain(names);
    return OptionBinder.bind(ConfigDocument.parse("defaults", section.toString()), schema);
  }

  /** The components of a record, in order. */
  static Object[] values(Record options) {
    return Arrays.stream(options.getClass().getRecordComponents())
        .map(component -> read(component, options))
        .toArray();
  }

  private static Object read(RecordComponent component, Record options) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(component + " cannot be read", e);
    }
  }
}
