package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * Keys of a config, such as {@code train.optimizer.learningRate} or {@code
 * analyze.optimizers[0].batchSize}, each with a value of any kind. Immutable; in the order written.
 */
public final class KeyValues {
  /** None. */
  static final KeyValues NONE = new KeyValues(Map.of());

  private final Map<String, ConfigNode> values;

  private KeyValues(Map<String, ConfigNode> values) {
    this.values = values;
  }

  /**
   * Reads a section.
   *
   * @throws EscapementException CONFIG_WRONG_TYPE if it is none, CONFIG_UNKNOWN_KEY for a key that
   *     cannot be one, CONFIG_MISSING_KEY for one without a value
   */
  static KeyValues of(ConfigNode section) {
    if (!section.value().isObject()) {
      throw section.wrongType("a section of keys such as train.optimizer.learningRate");
    }
    Map<String, ConfigNode> values = new LinkedHashMap<>();
    section
        .value()
        .fieldNames()
        .forEachRemaining(
            key -> {
              ConfigNode value = section.child(key);
              if (ConfigOverride.way(key).isEmpty()) {
                throw value.error(
                    ErrorCode.CONFIG_UNKNOWN_KEY,
                    "no key of a config, which is such as train.optimizer.learningRate");
              }
              if (value.value().isMissingNode()) {
                throw value.error(ErrorCode.CONFIG_MISSING_KEY, "is given no value");
              }
              values.put(key, value);
            });
    return new KeyValues(values);
  }

  /** The keys as they were written. */
  public Set<String> keys() {
    return values.keySet();
  }

  /** The value of a key; a missing node where there is none. */
  public JsonNode value(String key) {
    ConfigNode value = values.get(key);
    return value == null ? JsonNodeFactory.instance.missingNode() : value.value();
  }

  /** The value of a key in few words, as in tables; empty where there is none. */
  public String text(String key) {
    return ValueText.of(value(key));
  }

  /**
   * These and others.
   *
   * @throws EscapementException CONFIG_CONFLICT if both hold a key, in whichever notation
   */
  KeyValues and(KeyValues others) {
    Map<String, ConfigNode> both = new LinkedHashMap<>(values);
    others.values.forEach(
        (key, value) -> {
          for (String present : values.keySet()) {
            if (ConfigOverride.way(present).equals(ConfigOverride.way(key))) {
              throw value.error(
                  ErrorCode.CONFIG_CONFLICT,
                  "is given at " + values.get(present).origin().where() + " too; keep one of them");
            }
          }
          both.put(key, value);
        });
    return new KeyValues(both);
  }

  /**
   * Every combination of one element of each key's list, the last key's changing fastest.
   *
   * @throws EscapementException CONFIG_WRONG_TYPE if a value is no list, OPTION_OUT_OF_RANGE if it
   *     is empty or there are more combinations than allowed
   */
  List<KeyValues> combinations(int most) {
    List<KeyValues> combinations = List.of(NONE);
    for (Map.Entry<String, ConfigNode> entry : values.entrySet()) {
      ConfigNode list = entry.getValue();
      if (!list.value().isArray()) {
        throw list.wrongType("a list of values for this key");
      }
      if (list.value().isEmpty()) {
        throw list.outOfRange("[]", "a list of at least one value");
      }
      if ((long) combinations.size() * list.value().size() > most) {
        throw list.error(
            ErrorCode.OPTION_OUT_OF_RANGE,
            "makes the jobs more than " + most + ", the most allowed");
      }
      List<KeyValues> longer = new ArrayList<>();
      for (KeyValues combination : combinations) {
        for (int i = 0; i < list.value().size(); i++) {
          Map<String, ConfigNode> extended = new LinkedHashMap<>(combination.values);
          extended.put(entry.getKey(), list.child(i));
          longer.add(new KeyValues(extended));
        }
      }
      combinations = longer;
    }
    return combinations;
  }

  /** What to replace in a config, whole sections before what is inside them. */
  List<ConfigOverride> overrides() {
    return values.entrySet().stream()
        .map(entry -> new ConfigOverride(ConfigOverride.way(entry.getKey()), entry.getValue()))
        .sorted(Comparator.comparingInt(override -> override.keys().size()))
        .toList();
  }

  ObjectNode toNode() {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    values.forEach((key, value) -> section.set(key, value.value()));
    return section;
  }

  @Override
  public String toString() {
    return toNode().toString();
  }
}
