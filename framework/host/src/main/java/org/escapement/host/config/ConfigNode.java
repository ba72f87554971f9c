package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * A value in a config, with its name and the place where it was written.
 *
 * @param value what was written; a missing node stands for a key without a value
 * @param origin where
 * @param path its name from the top, such as {@code analyze.optimizers[1]}; empty at the top
 */
record ConfigNode(JsonNode value, Origin origin, String path) {
  /** Whether the section holds the key. */
  boolean has(String key) {
    return value.has(key);
  }

  /** The value of a key; its value is missing where the section does not hold it. */
  ConfigNode child(String key) {
    return new ConfigNode(value.path(key), origin.child(key), pathOf(key));
  }

  /** An element of a list. */
  ConfigNode child(int index) {
    return new ConfigNode(
        value.path(index), origin.child(Integer.toString(index)), path + "[" + index + "]");
  }

  private String pathOf(String key) {
    String shown = OneLine.quoted(key);
    return path.isEmpty() ? shown : path + "." + shown;
  }

  /** What the value is, in words. */
  String found() {
    return switch (value.getNodeType()) {
      case OBJECT -> "a section";
      case ARRAY -> "a list";
      case STRING -> "the text '" + text() + "'";
      case NUMBER -> "the number " + text();
      case BOOLEAN -> "the boolean " + text();
      case NULL -> "null";
      default -> "no value";
    };
  }

  /** The value of a scalar as text, short enough to be quoted. */
  String text() {
    return OneLine.quoted(value.asText());
  }

  /** A wrong kind of value: what was found, what is allowed. */
  EscapementException wrongType(String allowed) {
    return error(ErrorCode.CONFIG_WRONG_TYPE, "found " + found() + ", must be " + allowed);
  }

  /** A value of the right kind that is not allowed. */
  EscapementException outOfRange(String shown, String allowed) {
    return new EscapementException(
        ErrorCode.OPTION_OUT_OF_RANGE,
        OneLine.of(place() + " = " + shown + ", must be " + allowed));
  }

  /** A failure, in words that follow the place and the name. */
  EscapementException error(ErrorCode code, String problem) {
    return new EscapementException(code, OneLine.of(place() + ": " + problem));
  }

  private String place() {
    return path.isEmpty() ? origin.where() : origin.where() + ": " + path;
  }
}
