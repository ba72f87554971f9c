package org.escapement.spi.option;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * The options of a component, read from its record once. Enum constants print as users write them
 * ({@code toString}).
 *
 * @param <R> the record
 */
public final class OptionSchema<R extends Record> {
  private final Class<R> type;
  private final List<OptionDescription> options;

  private OptionSchema(Class<R> type, List<OptionDescription> options) {
    this.type = type;
    this.options = options;
  }

  /**
   * Reads the declarations of a record.
   *
   * @throws EscapementException OPTION_DECLARATION if a component lacks {@link Option} or its range
   *     is not an interval
   */
  public static <R extends Record> OptionSchema<R> of(Class<R> type) {
    List<OptionDescription> options = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Option option = component.getAnnotation(Option.class);
      if (option == null) {
        throw new EscapementException(
            ErrorCode.OPTION_DECLARATION,
            type.getName() + ": component '" + component.getName() + "' lacks @Option");
      }
      options.add(
          new OptionDescription(
              component.getName(),
              component.getGenericType(),
              option.value(),
              Interval.parse(option.range()),
              option.description()));
    }
    return new OptionSchema<>(type, List.copyOf(options));
  }

  /** The record that holds the values. */
  public Class<R> type() {
    return type;
  }

  /** The options in declaration order. */
  public List<OptionDescription> options() {
    return options;
  }

  /** The option of that name. */
  public Optional<OptionDescription> option(String name) {
    return options.stream().filter(option -> option.name().equals(name)).findFirst();
  }

  /**
   * Builds the record from values in declaration order; checks made by the record's own constructor
   * come out as they were thrown.
   *
   * @throws EscapementException OPTION_OUT_OF_RANGE if a number lies outside its range, or if the
   *     record's constructor throws an {@link IllegalArgumentException}
   */
  public R create(Object... values) {
    for (int i = 0; i < values.length; i++) {
      checkRange(options.get(i), values[i]);
    }
    try {
      Class<?>[] types =
          Arrays.stream(type.getRecordComponents())
              .map(RecordComponent::getType)
              .toArray(Class<?>[]::new);
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof EscapementException own) {
        throw own;
      }
      if (e.getCause() instanceof IllegalArgumentException refused) {
        throw new EscapementException(
            ErrorCode.OPTION_OUT_OF_RANGE, String.valueOf(refused.getMessage()), refused);
      }
      throw new IllegalStateException(type + ": its constructor threw", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " cannot be constructed", e);
    }
  }

  /**
   * Checks every number of a record that was built by hand.
   *
   * @throws EscapementException OPTION_OUT_OF_RANGE naming the first offender
   */
  public void validate(R record) {
    RecordComponent[] components = type.getRecordComponents();
    for (int i = 0; i < components.length; i++) {
      try {
        components[i].getAccessor().setAccessible(true);
        checkRange(options.get(i), components[i].getAccessor().invoke(record));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + " cannot be read", e);
      }
    }
  }

  private static <S extends Record> void validateSection(Class<S> type, Record section) {
    of(type).validate(type.cast(section));
  }

  private static void checkRange(OptionDescription option, Object value) {
    if (value instanceof List<?> list) {
      list.forEach(element -> checkRange(option, element));
    } else if (value instanceof Record section) {
      validateSection(section.getClass(), section);
    } else if (value instanceof Number number && !option.range().contains(number.doubleValue())) {
      throw new EscapementException(
          ErrorCode.OPTION_OUT_OF_RANGE,
          "option '" + option.name() + "' = " + value + ", must be " + option.allowed());
    }
  }
}
