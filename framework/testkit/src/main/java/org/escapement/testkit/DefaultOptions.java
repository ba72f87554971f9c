package org.escapement.testkit;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/** Options as a config that sets none of them would make them. */
public final class DefaultOptions {
  private DefaultOptions() {}

  /**
   * The record with every default; what has none takes its value from {@code example}.
   *
   * @throws IllegalArgumentException if a default is not of its component's type
   */
  public static <R extends Record> R of(Class<R> type, Record example) {
    OptionSchema<R> schema = OptionSchema.of(type);
    Object[] values = values(example);
    for (int i = 0; i < values.length; i++) {
      OptionDescription option = schema.options().get(i);
      if (option.defaultValue().isPresent()) {
        values[i] = parse(option.defaultValue().get(), option.type());
      } else if (!option.required()) {
        values[i] = absentOr(option, values[i], example);
      }
    }
    return schema.create(values);
  }

  /** What a section without any key makes of a record. */
  private static <R extends Record> R ofEmptySection(Class<R> type) {
    OptionSchema<R> schema = OptionSchema.of(type);
    return schema.create(
        schema.options().stream()
            .map(option -> option.defaultValue().map(text -> parse(text, option.type())))
            .map(value -> value.orElse(null))
            .toArray());
  }

  /** Absent, unless the options of a record exclude one another and the example needs this one. */
  private static Object absentOr(OptionDescription option, Object value, Record example) {
    if (option.rawType().isPrimitive()) {
      throw new IllegalArgumentException(
          "option '" + option.name() + "' is a primitive and cannot be absent; box it");
    }
    try {
      Object[] values = values(example);
      for (int i = 0; i < values.length; i++) {
        if (example.getClass().getRecordComponents()[i].getName().equals(option.name())) {
          values[i] = null;
        }
      }
      OptionSchema.of(example.getClass()).create(values);
      return null;
    } catch (RuntimeException needed) {
      return value;
    }
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

  private static Object parse(String text, Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      return parseList(text.strip(), list.getActualTypeArguments()[0]);
    }
    if (type == double.class || type == Double.class) {
      return Double.valueOf(text);
    }
    if (type == int.class || type == Integer.class) {
      return Integer.valueOf(text);
    }
    if (type == long.class || type == Long.class) {
      return Long.valueOf(text);
    }
    if (type == boolean.class || type == Boolean.class) {
      if (!text.equals("true") && !text.equals("false")) {
        throw new IllegalArgumentException("'" + text + "' is neither true nor false");
      }
      return Boolean.valueOf(text);
    }
    if (type == String.class) {
      return text;
    }
    if (type instanceof Class<?> named && named.isEnum()) {
      return Arrays.stream(named.getEnumConstants())
          .filter(constant -> constant.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () -> new IllegalArgumentException("'" + text + "' is no " + named.getName()));
    }
    if (type instanceof Class<?> section && section.isRecord() && text.equals("{}")) {
      return ofEmptySection(section.asSubclass(Record.class));
    }
    throw new IllegalArgumentException("no default of type " + type.getTypeName() + " can be read");
  }

  private static List<Object> parseList(String text, Type element) {
    if (!text.startsWith("[") || !text.endsWith("]")) {
      throw new IllegalArgumentException("'" + text + "' is not a list such as [1, 2]");
    }
    List<Object> values = new ArrayList<>();
    String inside = text.substring(1, text.length() - 1).strip();
    for (String part : inside.isEmpty() ? new String[0] : inside.split(",")) {
      values.add(parse(part.strip(), element));
    }
    return List.copyOf(values);
  }
}
