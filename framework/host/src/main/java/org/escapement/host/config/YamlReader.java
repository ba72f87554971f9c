package org.escapement.host.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.DecimalNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Builds the tree of values from the parser's tokens and remembers where each stands. Scalars
 * follow YAML 1.2: only {@code true} and {@code false} are booleans, numbers are decimal. Aliases
 * and tags are refused, so that a small text cannot stand for a large one.
 */
final class YamlReader {
  private static final YAMLFactory FACTORY = new YAMLFactory();
  private static final int MOST_LEVELS = 64;

  private final YAMLParser parser;
  private final IntFunction<String> where;

  private YamlReader(YAMLParser parser, IntFunction<String> where) {
    this.parser = parser;
    this.where = where;
  }

  /**
   * Reads one document.
   *
   * @param where names the place of a line, counted from one
   * @return its value; a missing node where the text holds none
   * @throws EscapementException CONFIG_UNREADABLE if it is not one YAML document without aliases
   *     and tags, CONFIG_CONFLICT if a key is given twice
   */
  static ConfigNode read(String text, IntFunction<String> where) {
    refuseControlCharacters(text, where);
    try (YAMLParser parser = FACTORY.createParser(text)) {
      return new YamlReader(parser, where).document();
    } catch (IOException e) {
      throw malformed(e, where);
    }
  }

  private ConfigNode document() throws IOException {
    if (parser.nextToken() == null) {
      return new ConfigNode(MissingNode.getInstance(), Origin.leaf(where.apply(1)), "");
    }
    ConfigNode top = value(1, 0);
    if (parser.nextToken() != null) {
      throw unreadable("a second document starts here; a config is one document");
    }
    return top;
  }

  private ConfigNode value(int line, int level) throws IOException {
    if (level > MOST_LEVELS) {
      throw unreadable("nested more than " + MOST_LEVELS + " levels deep");
    }
    if (parser.isCurrentAlias()) {
      throw unreadable(
          "the alias *" + OneLine.quoted(parser.getText()) + " is not supported; write it out");
    }
    if (parser.getTypeId() != null) {
      throw unreadable("tags (such as !!float) are not supported; write the value without one");
    }
    return switch (parser.currentToken()) {
      case START_OBJECT -> section(line, level);
      case START_ARRAY -> list(line, level);
      default -> new ConfigNode(scalar(), Origin.leaf(where.apply(line)), "");
    };
  }

  private ConfigNode section(int line, int level) throws IOException {
    ObjectNode values = JsonNodeFactory.instance.objectNode();
    Map<String, Origin> origins = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      int keyLine = line();
      if (values.has(key)) {
        throw new EscapementException(
            ErrorCode.CONFIG_CONFLICT,
            OneLine.of(
                where.apply(keyLine)
                    + ": the key '"
                    + OneLine.quoted(key)
                    + "' is given twice, first at "
                    + origins.get(key).where()));
      }
      parser.nextToken();
      ConfigNode child = value(keyLine, level + 1);
      values.set(key, child.value());
      origins.put(key, child.origin());
    }
    return new ConfigNode(values, new Origin(where.apply(line), origins), "");
  }

  private ConfigNode list(int line, int level) throws IOException {
    ArrayNode values = JsonNodeFactory.instance.arrayNode();
    Map<String, Origin> origins = new HashMap<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      ConfigNode child = value(line(), level + 1);
      origins.put(Integer.toString(values.size()), child.origin());
      values.add(child.value());
    }
    return new ConfigNode(values, new Origin(where.apply(line), origins), "");
  }

  private JsonNode scalar() throws IOException {
    String text = parser.getText();
    return switch (parser.currentToken()) {
      case VALUE_NULL -> text.isEmpty() ? MissingNode.getInstance() : NullNode.getInstance();
      // yes, no, on and off arrive as booleans too, and are text in YAML 1.2
      case VALUE_TRUE, VALUE_FALSE ->
          text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")
              ? BooleanNode.valueOf(Boolean.parseBoolean(text))
              : TextNode.valueOf(text);
      case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT ->
          Numbers.parse(text)
              .<JsonNode>map(DecimalNode::valueOf)
              .orElseGet(() -> TextNode.valueOf(text));
      default -> TextNode.valueOf(text);
    };
  }

  private int line() {
    return parser.currentTokenLocation().getLineNr();
  }

  private EscapementException unreadable(String problem) {
    return unreadable(where.apply(line()), problem, null);
  }

  private static EscapementException unreadable(String where, String problem, Throwable cause) {
    return new EscapementException(
        ErrorCode.CONFIG_UNREADABLE, OneLine.of(where + ": " + problem), cause);
  }

  private static EscapementException malformed(IOException e, IntFunction<String> where) {
    if (e.getCause() instanceof MarkedYAMLException marked && marked.getProblemMark() != null) {
      return unreadable(
          where.apply(marked.getProblemMark().getLine() + 1),
          "not YAML: " + marked.getProblem() + context(marked),
          e);
    }
    if (e instanceof JsonProcessingException processing) {
      JsonLocation location = processing.getLocation();
      return unreadable(
          where.apply(location == null ? 1 : Math.max(1, location.getLineNr())),
          "not YAML: " + processing.getOriginalMessage(),
          e);
    }
    return unreadable(where.apply(1), "not YAML: " + e.getMessage(), e);
  }

  private static String context(MarkedYAMLException marked) {
    if (marked.getContext() == null) {
      return "";
    }
    return marked.getContextMark() == null
        ? " (" + marked.getContext() + ")"
        : " ("
            + marked.getContext()
            + " from line "
            + (marked.getContextMark().getLine() + 1)
            + ")";
  }

  // The parser refuses them as well, but reads ahead and so does not know their line.
  private static void refuseControlCharacters(String text, IntFunction<String> where) {
    int line = 1;
    for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
      int point = text.codePointAt(i);
      if (!StreamReader.isPrintable(point)) {
        throw unreadable(
            where.apply(line),
            String.format(Locale.ROOT, "not YAML: the character U+%04X is not allowed", point),
            null);
      }
      if (point == '\n') {
        line++;
      }
    }
  }
}
