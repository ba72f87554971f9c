package org.escapement.host.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.lang.reflect.RecordComponent;
import java.util.List;

/** Turns a record of options back into the tree that binds to an equal record. */
public final class OptionWriter {
  private OptionWriter() {}

  /**
   * The tree of a record: every option in declaration order, enums as their text, what is absent
   * left out.
   */
  public static ObjectNode toNode(Record options) {
    ObjectNode section = JsonNodeFactory.instance.objectNode();
    for (RecordComponent component : options.getClass().getRecordComponents()) {
      Object value = read(component, options);
      if (value != null) {
        section.set(component.getName(), node(value));
      }
    }
    return section;
  }

  private static Object read(RecordComponent component, Record options) {
    try {
      component.getAccessor().setAccessible(true);
      return component.getAccessor().invoke(options);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(options.getClass() + " cannot be read", e);
    }
  }

  private static JsonNode node(Object value) {
    if (value instanceof List<?> elements) {
      ArrayNode list = JsonNodeFactory.instance.arrayNode();
      elements.forEach(element -> list.add(node(element)));
      return list;
    }
    if (value instanceof Record nested) {
      return toNode(nested);
    }
    if (value instanceof Component component) {
      return component.toNode();
    }
    if (value instanceof KeyValues values) {
      return values.toNode();
    }
    if (value instanceof Boolean flag) {
      return BooleanNode.valueOf(flag);
    }
    if (value instanceof Double number) {
      return JsonNodeFactory.instance.numberNode(number.doubleValue());
    }
    if (value instanceof Number number) {
      return JsonNodeFactory.instance.numberNode(number.longValue());
    }
    return TextNode.valueOf(value.toString());
  }
}
