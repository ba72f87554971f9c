package org.escapement.host.sweep.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a number in {@code results.json}: {@code minimum.testAccuracy}, {@code
 * curvature.sharpness} (its {@code value} is meant), {@code
 * stability[sgd].criticalLearningRate.upper}, {@code escape[0].escaped}. In brackets stands the
 * position of an entry, or the label, optimizer, name or id that a single entry has.
 */
final class ResultPath {
  private static final Pattern STEP = Pattern.compile("([^.\\[\\]]+)|\\[([^\\]]*)]");
  private static final List<String> NAMES = List.of("label", "optimizer", "name", "id");

  private final List<String> steps = new ArrayList<>();

  /**
   * @param text the way as written
   */
  ResultPath(String text) {
    Matcher matcher = STEP.matcher(text);
    while (matcher.find()) {
      steps.add(matcher.group(1) == null ? matcher.group(2) : matcher.group(1));
    }
  }

  /** The number; nothing where the results hold none there. NaN and the infinities are numbers. */
  OptionalDouble in(JsonNode results) {
    JsonNode at = results;
    for (String step : steps) {
      at = at.isArray() ? entry(at, step) : at.path(step);
    }
    JsonNode value = at.isObject() ? at.path("value") : at;
    if (value.isNumber()) {
      return OptionalDouble.of(value.doubleValue());
    }
    return switch (value.asText()) {
      case "NaN", "Infinity", "-Infinity" -> OptionalDouble.of(Double.parseDouble(value.asText()));
      case "true" -> OptionalDouble.of(1);
      case "false" -> OptionalDouble.of(0);
      default -> OptionalDouble.empty();
    };
  }

  private static JsonNode entry(JsonNode list, String step) {
    if (step.matches("[0-9]{1,9}")) {
      return list.path(Integer.parseInt(step));
    }
    for (String name : NAMES) {
      List<JsonNode> named = new ArrayList<>();
      list.forEach(
          entry -> {
            if (entry.path(name).asText().equals(step)) {
              named.add(entry);
            }
          });
      if (!named.isEmpty()) {
        return named.size() == 1 ? named.get(0) : MissingNode.getInstance();
      }
    }
    return MissingNode.getInstance();
  }
}
