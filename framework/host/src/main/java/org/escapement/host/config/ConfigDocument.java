package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** A config as it was written, before any component says what it allows. Immutable. */
public final class ConfigDocument {
  private final ConfigNode root;

  private ConfigDocument(ConfigNode root) {
    this.root = root;
  }

  /**
   * Reads a file; its errors name it as the path was given.
   *
   * @throws EscapementException CONFIG_UNREADABLE if it cannot be read or is not YAML,
   *     CONFIG_CONFLICT if a key is given twice, CONFIG_WRONG_TYPE if it is not a section of keys
   */
  public static ConfigDocument read(Path file) {
    return parse(file.toString(), ConfigFile.read(file));
  }

  /**
   * Reads a file and replaces values in it.
   *
   * @param overrides values to replace, in order, as {@link #with} takes them
   * @throws EscapementException as {@link #read(Path)} and {@link #with} do
   */
  public static ConfigDocument read(Path file, List<String> overrides) {
    ConfigDocument document = read(file);
    for (String override : overrides) {
      document = document.with(override);
    }
    return document;
  }

  /**
   * Reads text.
   *
   * @param name what errors call the text
   * @throws EscapementException CONFIG_UNREADABLE if it is not YAML, CONFIG_CONFLICT if a key is
   *     given twice, CONFIG_WRONG_TYPE if it is not a section of keys
   */
  public static ConfigDocument parse(String name, String text) {
    ConfigNode root = YamlReader.read(text, line -> name + ":" + line);
    if (root.value().isMissingNode()) {
      throw root.error(ErrorCode.CONFIG_UNREADABLE, "is empty, must be a section of keys");
    }
    if (!root.value().isObject()) {
      throw root.error(
          ErrorCode.CONFIG_WRONG_TYPE,
          "found " + root.found() + " at the top, must be a section of keys");
    }
    return new ConfigDocument(root);
  }

  /**
   * A copy with one value replaced or added. Missing sections on the way are made; elements of
   * lists must exist. Errors in the value, found now or when it is bound, name the expression.
   *
   * @param expression {@code analyze.optimizers.0.learningRate=0.5}, the value in YAML
   * @throws EscapementException CONFIG_UNREADABLE if the expression is not of this form,
   *     CONFIG_UNKNOWN_KEY if a list has no such element, CONFIG_WRONG_TYPE if something on the way
   *     is neither a section nor a list
   */
  public ConfigDocument with(String expression) {
    return new ConfigDocument(ConfigOverride.parse(expression).apply(root));
  }

  /**
   * A copy with several values replaced or added. A whole section is put in its place before what
   * is inside it.
   *
   * @throws EscapementException as {@link #with(String)} does
   */
  public ConfigDocument with(KeyValues values) {
    ConfigNode changed = root;
    for (ConfigOverride override : values.overrides()) {
      changed = override.apply(changed);
    }
    return new ConfigDocument(changed);
  }

  /** A copy without a section at the top. */
  public ConfigDocument without(String key) {
    ObjectNode rest = root.value().deepCopy();
    rest.remove(key);
    return new ConfigDocument(new ConfigNode(rest, root.origin(), root.path()));
  }

  /**
   * The document with a section at the top replaced by a record of options, as YAML.
   *
   * @param key of the section
   * @param section every option
   */
  public String text(String key, Record section) {
    ObjectNode tree = root.value().deepCopy();
    tree.set(key, OptionWriter.toNode(section));
    return ConfigText.of(tree);
  }

  /**
   * A failure at the place of a key.
   *
   * @param problem what was found and what is allowed
   * @param keys the way to the key from the top; elements of lists by index
   */
  public EscapementException error(ErrorCode code, String problem, Object... keys) {
    ConfigNode at = root;
    for (Object key : keys) {
      at = key instanceof Integer index ? at.child(index) : at.child((String) key);
    }
    return at.error(code, problem);
  }

  /**
   * Makes sure that a section is there.
   *
   * @param key of the section
   * @param purpose what it is for, in a few words
   * @throws EscapementException CONFIG_MISSING_KEY if it is not
   */
  public void require(String key, String purpose) {
    if (!has(key)) {
      throw error(
          ErrorCode.CONFIG_MISSING_KEY, "missing, must be a section (" + purpose + ")", key);
    }
  }

  /** Whether a key is there and not null. */
  public boolean has(String key) {
    return root.value().hasNonNull(key);
  }

  /** The tree of values. */
  public JsonNode tree() {
    return root.value().deepCopy();
  }

  ConfigNode root() {
    return root;
  }
}
