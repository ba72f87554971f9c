package org.escapement.benchmarks;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one process measured, as it lies in a JSON file; the PyTorch side writes the same form.
 *
 * @param numbers by name: the seconds of each call of a quantity, or a single value
 * @param facts by name: versions, data, settings
 */
record Figures(Map<String, List<Double>> numbers, Map<String, String> facts) {
  Figures() {
    this(new TreeMap<>(), new TreeMap<>());
  }

  void put(String name, double value) {
    numbers.put(name, List.of(value));
  }

  void put(String name, List<Double> values) {
    numbers.put(name, values);
  }

  static Figures read(Path file) throws IOException {
    // Python writes NaN without quotation marks
    ObjectMapper mapper =
        JsonMapper.builder().enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS).build();
    return mapper.readValue(file.toFile(), Figures.class);
  }

  void write(Path file) throws IOException {
    new ObjectMapper().writerWithDefaultPrettyPrinter().writeValue(file.toFile(), this);
  }
}
