package org.escapement.host.sweep.aggregate;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.SweepDirectory;

/** Reads what a sweep's folder holds about its jobs: {@code jobs.csv}, records and results. */
final class SweepTable {
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private SweepTable() {}

  /**
   * The jobs in order, without those whose configs were refused.
   *
   * @param wanted the ways to the numbers to look up
   */
  static List<SweepRow> read(SweepDirectory directory, Set<String> wanted) throws IOException {
    Map<String, ResultPath> paths = new LinkedHashMap<>();
    wanted.forEach(way -> paths.put(way, new ResultPath(way)));
    List<SweepRow> rows = new ArrayList<>();
    CsvSchema schema = CsvSchema.emptySchema().withHeader();
    try (MappingIterator<Map<String, String>> jobs =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(schema)
            .readValues(directory.table().toFile())) {
      while (jobs.hasNext()) {
        Map<String, String> job = jobs.next();
        String id = job.get("id");
        if (id != null && !id.isEmpty()) {
          JobRecord record = directory.record(id);
          rows.add(new SweepRow(job, record, numbers(directory, record, paths)));
        }
      }
    }
    return rows;
  }

  private static Map<String, Double> numbers(
      SweepDirectory directory, JobRecord record, Map<String, ResultPath> paths)
      throws IOException {
    Map<String, Double> numbers = new LinkedHashMap<>();
    if (record.results()) {
      JsonNode results = JSON.readTree(directory.results(record.id()).toFile());
      paths.forEach((way, path) -> path.in(results).ifPresent(number -> numbers.put(way, number)));
    }
    return numbers;
  }
}
