package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * One replacement of a value, given on the command line.
 *
 * @param keys the way to the value, from the top
 * @param value what to put there
 */
record ConfigOverride(List<String> keys, ConfigNode value) {
  /**
   * Reads {@code a.b.0.c=value}; an element may also be written as messages print it, {@code
   * a.b[0].c=value}.
   *
   * @throws EscapementException CONFIG_UNREADABLE if it is not of this form
   */
  static ConfigOverride parse(String expression) {
    String where = "--set " + OneLine.quoted(expression);
    int equals = expression.indexOf('=');
    if (equals < 0) {
      throw malformed(where);
    }
    List<String> keys = way(expression.substring(0, equals));
    if (keys.isEmpty()) {
      throw malformed(where);
    }
    return new ConfigOverride(
        keys, YamlReader.read(expression.substring(equals + 1), line -> where));
  }

  /** The keys that a written way such as {@code a.b[0].c} names; none where it is malformed. */
  static List<String> way(String written) {
    String dotted = written.trim().replaceAll("\\[([0-9]+)]", ".$1");
    List<String> keys = List.of(dotted.split("\\.", -1));
    return keys.stream().anyMatch(String::isBlank) ? List.of() : keys;
  }

  private static EscapementException malformed(String where) {
    return new EscapementException(
        ErrorCode.CONFIG_UNREADABLE,
        OneLine.of(where + ": must have the form key.key=value, such as train.maxIterations=1000"));
  }

  /** The tree with the value in its place; the tree given is left alone. */
  ConfigNode apply(ConfigNode root) {
    return replace(root, keys);
  }

  private ConfigNode replace(ConfigNode at, List<String> rest) {
    if (rest.isEmpty()) {
      return value;
    }
    String key = rest.get(0);
    List<String> below = rest.subList(1, rest.size());
    JsonNode present = at.value();
    if (present.isArray()) {
      int index = index(at, key);
      ConfigNode child = replace(at.child(index), below);
      ArrayNode list = present.deepCopy();
      list.set(index, child.value());
      return new ConfigNode(list, at.origin().with(Integer.toString(index), child.origin()), "");
    }
    boolean absent = present.isMissingNode() || present.isNull();
    if (!absent && !present.isObject()) {
      throw refused(
          at, ErrorCode.CONFIG_WRONG_TYPE, "found " + at.found() + ", must be a section or a list");
    }
    ConfigNode child = replace(at.child(key), below);
    ObjectNode section =
        absent ? JsonNodeFactory.instance.objectNode() : present.<ObjectNode>deepCopy();
    section.set(key, child.value());
    Origin origin = absent ? Origin.leaf(value.origin().where()) : at.origin();
    return new ConfigNode(section, origin.with(key, child.origin()), "");
  }

  private int index(ConfigNode list, String key) {
    int size = list.value().size();
    // nine digits cannot overflow
    if (key.matches("[0-9]{1,9}") && Integer.parseInt(key) < size) {
      return Integer.parseInt(key);
    }
    throw refused(
        list,
        ErrorCode.CONFIG_UNKNOWN_KEY,
        "found a list of "
            + size
            + (size == 1 ? " element" : " elements")
            + ", counted from 0; there is no element '"
            + OneLine.quoted(key)
            + "'");
  }

  private EscapementException refused(ConfigNode at, ErrorCode code, String problem) {
    return new ConfigNode(at.value(), value.origin(), at.path()).error(code, problem);
  }
}
