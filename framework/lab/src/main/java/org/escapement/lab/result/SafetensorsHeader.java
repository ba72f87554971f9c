package org.escapement.lab.result;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The JSON header of a safetensors file.
 *
 * @param entries the tensors in the order of the header
 * @param metadata the free text under {@code __metadata__}
 */
record SafetensorsHeader(List<Entry> entries, Map<String, String> metadata) {
  static final String METADATA = "__metadata__";

  private static final Set<String> ENTRY_KEYS = Set.of("dtype", "shape", "data_offsets");
  private static final int LARGEST_RANK = 32;
  private static final int ALIGNMENT = 8;
  private static final JsonMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build())
          .build();

  /**
   * One tensor.
   *
   * @param name its name
   * @param type FLOAT or DOUBLE
   * @param shape its shape; empty for a scalar
   * @param begin where its bytes begin, counted from the end of the header
   * @param end where they end
   */
  record Entry(String name, DataType type, List<Long> shape, long begin, long end) {
    /** The number of its values. */
    long length() {
      return (end - begin) / type.width();
    }
  }

  /** The header as UTF-8, padded with spaces so that the data behind it is aligned. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      if (!metadata.isEmpty()) {
        json.writeObjectFieldStart(METADATA);
        // sorted: the order of a map made by Map.of differs from process to process
        for (Map.Entry<String, String> entry : new TreeMap<>(metadata).entrySet()) {
          json.writeStringField(entry.getKey(), entry.getValue());
        }
        json.writeEndObject();
      }
      for (Entry entry : entries) {
        json.writeObjectFieldStart(entry.name());
        json.writeStringField("dtype", nameOf(entry.type()));
        json.writeFieldName("shape");
        long[] shape = entry.shape().stream().mapToLong(Long::longValue).toArray();
        json.writeArray(shape, 0, shape.length);
        json.writeFieldName("data_offsets");
        json.writeArray(new long[] {entry.begin(), entry.end()}, 0, 2);
        json.writeEndObject();
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new IllegalStateException("writing to memory failed", e);
    }
    while (bytes.size() % ALIGNMENT != 0) {
      bytes.write(' ');
    }
    return bytes.toByteArray();
  }

  /**
   * Reads a header and checks that its tensors fill the data exactly.
   *
   * @param file the file, for messages
   * @param header the bytes of the header, with padding
   * @param dataLength the number of bytes behind it
   * @throws EscapementException DATA_MALFORMED if anything about it is wrong
   */
  static SafetensorsHeader parse(Path file, byte[] header, long dataLength) {
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = new LinkedHashMap<>();
    try (JsonParser json = JSON.createParser(decode(file, header))) {
      if (json.nextToken() != JsonToken.START_OBJECT) {
        throw malformed(file, "its header is not a JSON object");
      }
      while (json.nextToken() != JsonToken.END_OBJECT) {
        String name = json.currentName();
        json.nextToken();
        JsonNode value = json.readValueAsTree();
        if (name.equals(METADATA)) {
          metadata.putAll(metadata(file, value));
        } else {
          entries.add(entry(file, name, value));
        }
      }
      if (json.nextToken() != null) {
        throw malformed(file, "its header goes on after the JSON object");
      }
    } catch (JsonProcessingException e) {
      throw malformed(file, "its header is not JSON: " + OneLine.joined(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("reading from memory failed", e);
    }
    checkOffsets(file, entries, dataLength);
    return new SafetensorsHeader(List.copyOf(entries), Collections.unmodifiableMap(metadata));
  }

  private static String decode(Path file, byte[] header) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(header)).toString();
    } catch (CharacterCodingException e) {
      throw malformed(file, "its header is not UTF-8");
    }
  }

  private static Map<String, String> metadata(Path file, JsonNode value) {
    Map<String, String> metadata = new LinkedHashMap<>();
    if (!value.isObject()) {
      throw malformed(file, METADATA + " is not an object");
    }
    for (Map.Entry<String, JsonNode> property : value.properties()) {
      if (!property.getValue().isTextual()) {
        throw malformed(
            file, METADATA + " '" + OneLine.quoted(property.getKey()) + "' is not a string");
      }
      metadata.put(property.getKey(), property.getValue().textValue());
    }
    return metadata;
  }

  private static Entry entry(Path file, String name, JsonNode value) {
    String tensor = "tensor '" + OneLine.quoted(name) + "'";
    Set<String> keys = new TreeSet<>();
    value.fieldNames().forEachRemaining(keys::add);
    if (!value.isObject() || !keys.equals(ENTRY_KEYS)) {
      throw malformed(
          file,
          tensor
              + " has "
              + OneLine.quoted(value.isObject() ? "the keys " + keys : "no keys")
              + ", must have dtype, shape and data_offsets");
    }
    DataType type = type(file, tensor, value.get("dtype"));
    List<Long> shape = sizes(file, tensor + ": shape", value.get("shape"));
    List<Long> offsets = sizes(file, tensor + ": data_offsets", value.get("data_offsets"));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1)) {
      throw malformed(file, tensor + ": data_offsets " + OneLine.quoted(offsets.toString()));
    }
    if (shape.size() > LARGEST_RANK) {
      throw malformed(
          file, tensor + " has " + shape.size() + " dimensions, at most " + LARGEST_RANK);
    }
    long bytes = offsets.get(1) - offsets.get(0);
    if (bytes != byteCount(shape, type.width())) {
      throw malformed(
          file, tensor + " of shape " + shape + " in " + nameOf(type) + " has " + bytes + " bytes");
    }
    return new Entry(name, type, shape, offsets.get(0), offsets.get(1));
  }

  private static DataType type(Path file, String tensor, JsonNode dtype) {
    return switch (dtype.asText()) {
      case "F32" -> DataType.FLOAT;
      case "F64" -> DataType.DOUBLE;
      default ->
          throw malformed(
              file,
              tensor + " has dtype " + OneLine.quoted(dtype.toString()) + ", must be F32 or F64");
    };
  }

  private static List<Long> sizes(Path file, String what, JsonNode array) {
    List<Long> sizes = new ArrayList<>();
    boolean valid = array.isArray();
    for (JsonNode size : array) {
      valid &= size.isIntegralNumber() && size.canConvertToLong() && size.longValue() >= 0;
      sizes.add(size.longValue());
    }
    if (!valid) {
      throw malformed(
          file, what + " " + OneLine.quoted(array.toString()) + " is not a list of sizes");
    }
    return List.copyOf(sizes);
  }

  /** The bytes that such a tensor takes, or −1 if they overflow. */
  private static long byteCount(List<Long> shape, int width) {
    try {
      return shape.stream().reduce((long) width, Math::multiplyExact);
    } catch (ArithmeticException e) {
      return -1;
    }
  }

  private static void checkOffsets(Path file, List<Entry> entries, long dataLength) {
    List<Entry> sorted = new ArrayList<>(entries);
    sorted.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : sorted) {
      if (entry.begin() != end) {
        throw malformed(
            file,
            "tensor '"
                + OneLine.quoted(entry.name())
                + "' begins at byte "
                + entry.begin()
                + ", the one before ends at "
                + end
                + (entry.begin() < end ? ": they overlap" : ": there is a gap"));
      }
      end = entry.end();
    }
    if (end != dataLength) {
      throw malformed(
          file,
          (end > dataLength ? "truncated: " : "")
              + "its tensors take "
              + end
              + " bytes, it holds "
              + dataLength);
    }
  }

  private static String nameOf(DataType type) {
    return type == DataType.FLOAT ? "F32" : "F64";
  }

  static EscapementException malformed(Path file, String what) {
    return new EscapementException(ErrorCode.DATA_MALFORMED, OneLine.path(file) + ": " + what);
  }
}
