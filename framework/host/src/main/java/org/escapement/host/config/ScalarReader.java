package org.escapement.host.config;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.escapement.lab.text.NearMiss;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionDescription;

/** Turns one scalar into what an option declares: a number, a boolean, text or a name. */
final class ScalarReader {
  private final OptionDescription option;
  private final ConfigNode node;

  /**
   * @param option declares the type and the range
   * @param node what was written
   */
  ScalarReader(OptionDescription option, ConfigNode node) {
    this.option = option;
    this.node = node;
  }

  /** Whether values of this class are read here. */
  static boolean reads(Class<?> type) {
    return type.isEnum()
        || type == String.class
        || isBoolean(type)
        || isInt(type)
        || isLong(type)
        || isDouble(type);
  }

  /**
   * Reads the value.
   *
   * @throws EscapementException CONFIG_WRONG_TYPE if it is of another kind, OPTION_OUT_OF_RANGE if
   *     it is not allowed
   */
  Object read() {
    Class<?> type = option.rawType();
    if (type.isEnum()) {
      return constant(type);
    }
    if (type == String.class) {
      return text();
    }
    if (isBoolean(type)) {
      return bool();
    }
    if (isDouble(type)) {
      return decimal();
    }
    return isInt(type)
        ? (Object) (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE)
        : (Object) integer(Long.MIN_VALUE, Long.MAX_VALUE);
  }

  private Object constant(Class<?> type) {
    if (!node.value().isValueNode() || node.value().isNull() || node.value().isMissingNode()) {
      throw node.wrongType(option.allowed());
    }
    String written = node.value().asText();
    Object[] constants = type.getEnumConstants();
    List<String> names = Arrays.stream(constants).map(Object::toString).toList();
    int position = names.indexOf(written);
    if (position < 0) {
      throw node.outOfRange(
          "'" + node.text() + "'", option.allowed() + NearMiss.question(written, names));
    }
    return constants[position];
  }

  private String text() {
    if (node.value().isTextual()) {
      return node.value().textValue();
    }
    boolean quotable = node.value().isNumber() || node.value().isBoolean();
    throw node.wrongType(option.allowed() + (quotable ? "; put it in quotes" : ""));
  }

  private boolean bool() {
    if (!node.value().isBoolean()) {
      throw node.wrongType(option.allowed());
    }
    return node.value().booleanValue();
  }

  private double decimal() {
    double number = number().doubleValue();
    if (!option.range().contains(number)) {
      throw node.outOfRange(
          Double.isFinite(number) ? Double.toString(number) : node.text(), option.allowed());
    }
    return number;
  }

  private long integer(long least, long most) {
    BigDecimal number = number();
    if (number.stripTrailingZeros().scale() > 0) {
      throw node.wrongType(option.allowed());
    }
    if (number.compareTo(BigDecimal.valueOf(most)) > 0) {
      throw node.outOfRange(node.text(), "an integer of at most " + most);
    }
    if (number.compareTo(BigDecimal.valueOf(least)) < 0) {
      throw node.outOfRange(node.text(), "an integer of at least " + least);
    }
    if (!option.range().contains(number.doubleValue())) {
      throw node.outOfRange(Long.toString(number.longValueExact()), option.allowed());
    }
    return number.longValueExact();
  }

  private BigDecimal number() {
    if (node.value().isNumber()) {
      return node.value().decimalValue();
    }
    if (node.value().isTextual()) {
      String written = node.value().textValue();
      if (Numbers.spellsNotFinite(written)) {
        throw node.outOfRange(written, option.allowed());
      }
      if (Numbers.parse(written).isPresent()) {
        throw node.wrongType(option.allowed() + " without quotes");
      }
    }
    throw node.wrongType(option.allowed());
  }

  private static boolean isBoolean(Class<?> type) {
    return type == boolean.class || type == Boolean.class;
  }

  private static boolean isInt(Class<?> type) {
    return type == int.class || type == Integer.class;
  }

  private static boolean isLong(Class<?> type) {
    return type == long.class || type == Long.class;
  }

  private static boolean isDouble(Class<?> type) {
    return type == double.class || type == Double.class;
  }
}
