package org.escapement.spi.option;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * One option as its record component declares it.
 *
 * @param name the key in a config file
 * @param type the component's type, with its type arguments
 * @param defaultText the default in YAML notation, {@link Option#REQUIRED} or {@link Option#ABSENT}
 * @param range the allowed numbers
 * @param description what it means
 */
public record OptionDescription(
    String name, Type type, String defaultText, Interval range, String description) {

  /** Whether a config has to give it. */
  public boolean required() {
    return defaultText.equals(Option.REQUIRED);
  }

  /** The default in YAML notation, or nothing where there is none. */
  public Optional<String> defaultValue() {
    return required() || defaultText.equals(Option.ABSENT)
        ? Optional.empty()
        : Optional.of(defaultText);
  }

  /** The component's class without type arguments. */
  public Class<?> rawType() {
    return type instanceof ParameterizedType parameterized
        ? (Class<?>) parameterized.getRawType()
        : (Class<?>) type;
  }

  /**
   * What a config may hold here, in words: the range, the names of an enum, or the kind of value.
   */
  public String allowed() {
    return allowed(type);
  }

  private String allowed(Type of) {
    if (of instanceof ParameterizedType parameterized) {
      Class<?> raw = (Class<?>) parameterized.getRawType();
      if (List.class.isAssignableFrom(raw)) {
        return "a list of " + allowed(parameterized.getActualTypeArguments()[0]);
      }
      return raw.getSimpleName().toLowerCase(Locale.ROOT);
    }
    Class<?> raw = (Class<?>) of;
    if (raw.isEnum()) {
      return Arrays.stream(raw.getEnumConstants())
          .map(Object::toString)
          .collect(Collectors.joining(" | "));
    }
    if (raw == boolean.class || raw == Boolean.class) {
      return "true | false";
    }
    if (isInteger(raw)) {
      return range.equals(Interval.FINITE) ? "an integer" : "an integer in " + range;
    }
    if (isNumber(raw)) {
      return range.equals(Interval.FINITE) ? range.toString() : "a number in " + range;
    }
    return raw == String.class ? "text" : "a section";
  }

  private static boolean isInteger(Class<?> raw) {
    return raw == int.class || raw == Integer.class || raw == long.class || raw == Long.class;
  }

  private static boolean isNumber(Class<?> raw) {
    return raw == double.class || raw == Double.class;
  }
}
