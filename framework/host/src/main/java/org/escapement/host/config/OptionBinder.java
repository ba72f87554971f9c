package org.escapement.host.config;

import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionDescription;
import org.escapement.spi.option.OptionSchema;

/**
 * Binds a section of a config to the record that declares its options. What the section leaves out
 * takes the declared default, which is read in the same way as what a user writes.
 *
 * <p>Numbers, booleans, text and enums, records of options, {@link Component}, {@link KeyValues}
 * and lists of all of these can be bound. A boxed component is null where its option is {@link
 * Option#ABSENT} and either left out or given as {@code null}.
 */
public final class OptionBinder {
  private OptionBinder() {}

  /**
   * Binds the whole document.
   *
   * @throws EscapementException CONFIG_UNKNOWN_KEY, CONFIG_MISSING_KEY, CONFIG_WRONG_TYPE or
   *     OPTION_OUT_OF_RANGE with the place of the first offender; OPTION_DECLARATION if the record
   *     itself is at fault
   */
  public static <R extends Record> R bind(ConfigDocument document, OptionSchema<R> schema) {
    return bind(document.root(), schema);
  }

  /**
   * Checks that every option of a record can be read and that its default is allowed.
   *
   * @throws EscapementException OPTION_DECLARATION naming the first that is not
   */
  public static void checkDeclaration(OptionSchema<?> schema) {
    for (OptionDescription option : schema.options()) {
      checkType(schema, option, option.type());
      if (!option.required()) {
        defaultOf(schema, option, option.name());
      }
      if (option.rawType().isRecord()) {
        checkDeclaration(OptionSchema.of(option.rawType().asSubclass(Record.class)));
      }
    }
  }

  static <R extends Record> R bind(ConfigNode section, OptionSchema<R> schema) {
    if (!section.value().isObject()) {
      throw section.wrongType("a section of: " + names(schema));
    }
    refuseUnknownKeys(section, schema);
    List<Object> values = new ArrayList<>();
    for (OptionDescription option : schema.options()) {
      values.add(valueOf(section, schema, option));
    }
    try {
      return schema.create(values.toArray());
    } catch (EscapementException e) {
      throw section.error(e.code(), e.getMessage());
    }
  }

  private static void refuseUnknownKeys(ConfigNode section, OptionSchema<?> schema) {
    for (Iterator<String> keys = section.value().fieldNames(); keys.hasNext(); ) {
      String key = keys.next();
      if (schema.option(key).isEmpty()) {
        List<String> names = schema.options().stream().map(OptionDescription::name).toList();
        throw section
            .child(key)
            .error(
                ErrorCode.CONFIG_UNKNOWN_KEY,
                "unknown key" + NearMiss.listing(key, "allowed", names));
      }
    }
  }

  private static String names(OptionSchema<?> schema) {
    List<String> names = schema.options().stream().map(OptionDescription::name).toList();
    return names.isEmpty() ? "no keys" : String.join(", ", names);
  }

  private static Object valueOf(
      ConfigNode section, OptionSchema<?> schema, OptionDescription option) {
    ConfigNode node = section.child(option.name());
    if (!section.has(option.name())) {
      if (option.required()) {
        throw node.error(
            ErrorCode.CONFIG_MISSING_KEY,
            "missing, must be " + option.allowed() + " (" + option.description() + ")");
      }
      return defaultOf(schema, option, node.path());
    }
    if (isAbsentByDefault(option) && node.value().isNull()) {
      return absent(schema, option);
    }
    checkType(schema, option, option.type());
    return value(option, node);
  }

  private static Object defaultOf(OptionSchema<?> schema, OptionDescription option, String path) {
    if (isAbsentByDefault(option)) {
      return absent(schema, option);
    }
    checkType(schema, option, option.type());
    String text = option.defaultText();
    try {
      ConfigNode node = YamlReader.read(text, line -> "default");
      // An empty default is the empty text: nobody can mean anything else by it.
      return value(
          option,
          new ConfigNode(
              text.isEmpty() ? TextNode.valueOf("") : node.value(), node.origin(), path));
    } catch (EscapementException e) {
      throw declaration(
          schema, option, "has the default '" + text + "', which is refused: " + e.getMessage());
    }
  }

  private static boolean isAbsentByDefault(OptionDescription option) {
    return option.defaultText().equals(Option.ABSENT);
  }

  private static Object absent(OptionSchema<?> schema, OptionDescription option) {
    if (option.rawType().isPrimitive()) {
      throw declaration(schema, option, "is a primitive, which cannot be absent; box it");
    }
    return null;
  }

  private static Object value(OptionDescription option, ConfigNode node) {
    Class<?> type = option.rawType();
    if (type == List.class) {
      return list(option, node);
    }
    if (type == Component.class) {
      return Component.of(node);
    }
    if (type == KeyValues.class) {
      return KeyValues.of(node);
    }
    return type.isRecord()
        ? bind(node, OptionSchema.of(type.asSubclass(Record.class)))
        : new ScalarReader(option, node).read();
  }

  private static List<Object> list(OptionDescription option, ConfigNode node) {
    if (!node.value().isArray()) {
      throw node.wrongType(option.allowed());
    }
    OptionDescription element =
        new OptionDescription(
            option.name(),
            elementOf(option.type()),
            option.defaultText(),
            option.range(),
            option.description());
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < node.value().size(); i++) {
      values.add(value(element, node.child(i)));
    }
    return List.copyOf(values);
  }

  private static Type elementOf(Type list) {
    return ((ParameterizedType) list).getActualTypeArguments()[0];
  }

  private static void checkType(OptionSchema<?> schema, OptionDescription option, Type type) {
    if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
      checkType(schema, option, elementOf(list));
      return;
    }
    boolean bindable =
        type instanceof Class<?> plain
            && (plain == Component.class
                || plain == KeyValues.class
                || plain.isRecord()
                || ScalarReader.reads(plain));
    if (!bindable) {
      throw declaration(
          schema, option, "has the type " + type.getTypeName() + ", which no config can hold");
    }
  }

  private static EscapementException declaration(
      OptionSchema<?> schema, OptionDescription option, String problem) {
    return new EscapementException(
        ErrorCode.OPTION_DECLARATION,
        OneLine.of(schema.type().getName() + ": option '" + option.name() + "' " + problem));
  }
}
