package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What tests of sweeps look at. */
abstract class SweepTestCase extends DistributionTestCase {
  /** Jobs of a fraction of a second each. */
  static final String TINY =
      """
      data: {type: generated, train: 12, test: 6, classes: 2, size: 4}
      model: {type: mlp, hidden: [5], activation: relu}
      train: {optimizer: {type: gd, learningRate: 0.3}, until: {loss: 5.0e-2}, maxIterations: 300}
      analyze: {tolerance: 1.0e-3}
      """;

  /** The rows of a CSV file by column. */
  static List<Map<String, String>> table(Path file) throws IOException {
    try (MappingIterator<Map<String, String>> rows =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(file.toFile())) {
      return rows.readAll();
    }
  }

  static List<Map<String, String>> jobs(String sweep) throws IOException {
    return table(work(sweep).resolve("jobs.csv"));
  }

  /** How many jobs have ended so far. */
  static int ended(String sweep) throws IOException {
    Path records = work(sweep).resolve("records");
    if (!Files.isDirectory(records)) {
      return 0;
    }
    try (Stream<Path> files = Files.list(records)) {
      return (int) files.filter(file -> file.toString().endsWith(".json")).count();
    }
  }

  /**
   * Every file of every job as text, results without times; none is a report, which the sweep has.
   */
  static Map<String, String> content(String sweep) throws IOException {
    Path jobs = work(sweep).resolve("jobs");
    Map<String, String> content = new TreeMap<>();
    try (Stream<Path> files = Files.walk(jobs)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        assertThat(file.getFileName().toString()).isNotEqualTo("report.html");
        content.put(jobs.relativize(file).toString(), text(file));
      }
    }
    return content;
  }

  private static String text(Path file) throws IOException {
    if (!file.endsWith("results.json")) {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    }
    JsonNode results = new ObjectMapper().readTree(file.toFile());
    ObjectNode provenance = (ObjectNode) results.get("provenance");
    assertThat(provenance.remove("started")).isNotNull();
    assertThat(provenance.remove("seconds")).isNotNull();
    return results.toPrettyString();
  }
}
