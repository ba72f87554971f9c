package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** A value of a config in few words: {@code 0.5}, {@code sgd(learningRate=0.1, batchSize=4)}. */
final class ValueText {
  private static final String TYPE = "type";

  private ValueText() {}

  /** The text; empty for a value that is missing. Equal numbers have the same. */
  static String of(JsonNode value) {
    if (value.isMissingNode()) {
      return "";
    }
    if (value.isNumber()) {
      return Double.toString(value.doubleValue()).replaceFirst("\\.0(?=$|E)", "");
    }
    if (value.isArray()) {
      List<String> elements = new ArrayList<>();
      value.forEach(element -> elements.add(of(element)));
      return "[" + String.join(", ", elements) + "]";
    }
    if (!value.isObject()) {
      return value.asText();
    }
    List<String> options = new ArrayList<>();
    value
        .properties()
        .forEach(
            field -> {
              if (!field.getKey().equals(TYPE)) {
                options.add(field.getKey() + "=" + of(field.getValue()));
              }
            });
    String type = value.path(TYPE).asText();
    return options.isEmpty() && !type.isEmpty()
        ? type
        : type + "(" + String.join(", ", options) + ")";
  }
}
