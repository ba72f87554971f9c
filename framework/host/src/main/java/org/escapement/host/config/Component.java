package org.escapement.host.config;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.OptionSchema;

/**
 * A section whose {@code type} names a component of a plugin. Its other keys are that component's
 * options, bound once it is known. Two components are equal if their types and written options are,
 * wherever they were written.
 */
public final class Component {
  private static final String TYPE = "type";

  private final String type;
  private final ConfigNode options;

  private Component(String type, ConfigNode options) {
    this.type = type;
    this.options = options;
  }

  /**
   * Makes a component that no file holds.
   *
   * @param type the component's name
   * @param options every option
   */
  public static Component of(String type, Record options) {
    return new Component(
        type, new ConfigNode(OptionWriter.toNode(options), Origin.leaf("built in"), type));
  }

  /**
   * Reads the section.
   *
   * @throws EscapementException CONFIG_WRONG_TYPE if it is not a section or its type not text,
   *     CONFIG_MISSING_KEY if it has no type
   */
  static Component of(ConfigNode node) {
    if (!node.value().isObject()) {
      String example = node.value().isTextual() ? node.text() : "NAME";
      throw node.wrongType("a section such as {type: " + example + "}");
    }
    ConfigNode type = node.child(TYPE);
    if (!node.has(TYPE)) {
      throw type.error(ErrorCode.CONFIG_MISSING_KEY, "missing, must be the component's name");
    }
    if (!type.value().isTextual() || type.value().textValue().isBlank()) {
      throw type.wrongType("the component's name");
    }
    ObjectNode options = node.value().deepCopy();
    options.remove(TYPE);
    return new Component(
        type.value().textValue(), new ConfigNode(options, node.origin(), node.path()));
  }

  /** The name of the component. */
  public String type() {
    return type;
  }

  /** The section's name from the top of the config, such as {@code analyze.optimizers[1]}. */
  public String path() {
    return options.path();
  }

  /**
   * Binds the options.
   *
   * @throws EscapementException as {@link OptionBinder#bind} does, with the place of the offender;
   *     OPTION_DECLARATION if the component declares an option named {@code type}
   */
  public <O extends Record> O bind(OptionSchema<O> schema) {
    if (schema.option(TYPE).isPresent()) {
      throw new EscapementException(
          ErrorCode.OPTION_DECLARATION,
          schema.type().getName()
              + ": an option cannot be named 'type', which names the component");
    }
    return OptionBinder.bind(options, schema);
  }

  /**
   * The same component with every option written out.
   *
   * @throws EscapementException as {@link #bind} does
   */
  public Component resolve(OptionSchema<?> schema) {
    return new Component(
        type, new ConfigNode(OptionWriter.toNode(bind(schema)), options.origin(), options.path()));
  }

  /**
   * A failure of this component, at the place of one of its keys.
   *
   * @param key {@code type} or an option; where it was not written, the place is the section's
   * @param problem what was found and what is allowed
   */
  public EscapementException error(ErrorCode code, String key, String problem) {
    return options.child(key).error(code, problem);
  }

  /**
   * A failure of this component, at the place of its section.
   *
   * @param problem what was found and what is allowed
   */
  public EscapementException error(ErrorCode code, String problem) {
    return options.error(code, problem);
  }

  /** The same component with one option at another number. */
  public Component with(String option, double number) {
    ObjectNode changed = options.value().deepCopy();
    changed.put(option, number);
    return new Component(type, new ConfigNode(changed, options.origin(), options.path()));
  }

  ObjectNode toNode() {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    section.put(TYPE, type);
    section.setAll((ObjectNode) options.value());
    return section;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Component component
        && type.equals(component.type)
        && options.value().equals(Numbers.BY_VALUE, component.options.value());
  }

  @Override
  public int hashCode() {
    // Equal numbers may be written differently, so the options themselves cannot take part.
    return 31 * type.hashCode() + options.value().size();
  }

  @Override
  public String toString() {
    return toNode().toString();
  }
}
