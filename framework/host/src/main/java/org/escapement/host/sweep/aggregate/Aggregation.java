package org.escapement.host.sweep.aggregate;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.escapement.host.config.AggregateSection;
import org.escapement.host.config.ScatterSection;
import org.escapement.host.config.SweepSection;
import org.escapement.host.report.Report;
import org.escapement.host.sweep.job.JobRecord;
import org.escapement.host.sweep.job.JobStatus;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.result.AtomicFiles;
import org.escapement.lab.result.ComparisonResults.Spread;
import org.escapement.lab.result.TableCsv;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/** Sums up a sweep from what is in its folder: averages, all values, figures, the report. */
public final class Aggregation {
  private static final List<String> USUAL =
      List.of(
          "minimum.loss", "minimum.testAccuracy", "curvature.sharpness", "curvature.nonUniformity");
  private static final ObjectMapper JSON = JsonMapper.builder().build();

  private Aggregation() {}

  /**
   * What the averages are.
   *
   * @param by the keys that tell rows apart
   * @param values the numbers averaged
   * @param rows the averages
   * @param unknown quantities asked for that no job knows, though some have results
   */
  public record Outcome(
      List<String> by, List<String> values, List<Average> rows, List<String> unknown) {}

  private record Summary(
      Map<JobStatus, Integer> jobs, List<Average> averages, List<JobRecord> notDone) {}

  /**
   * Writes {@code aggregate.csv}, {@code values.csv}, {@code summary.json}, the figures and the
   * report, replacing older ones.
   *
   * @throws EscapementException OUTPUT if something cannot be read or written
   */
  public static Outcome write(SweepDirectory directory, SweepSection section) {
    try {
      AggregateSection choice = section.aggregate();
      List<String> values = choice.values().isEmpty() ? USUAL : choice.values();
      Set<String> wanted = new LinkedHashSet<>(values);
      for (ScatterSection scatter : choice.scatter()) {
        wanted.addAll(quantities(scatter));
      }
      wanted.removeAll(section.keys());
      List<SweepRow> rows = SweepTable.read(directory, wanted);
      List<String> known =
          values.stream()
              .filter(value -> rows.stream().anyMatch(row -> row.numbers().containsKey(value)))
              .toList();
      List<Average> averages = Average.of(rows, section.rows(), known, choice.notConverged());
      writeAverages(directory.file("aggregate.csv"), section.rows(), known, averages);
      writeValues(directory.file("values.csv"), section.keys(), List.copyOf(wanted), rows);
      writeSummary(directory.file("summary.json"), averages, rows);
      ScatterFigures.write(directory, choice, rows);
      Report.writeOrWarn(directory.path());
      return new Outcome(section.rows(), known, averages, unknown(choice, wanted, rows));
    } catch (IOException e) {
      throw new EscapementException(
          ErrorCode.OUTPUT,
          OneLine.path(directory.path()) + ": cannot be summed up (" + OneLine.reason(e) + ")",
          e);
    }
  }

  private static List<String> quantities(ScatterSection scatter) {
    List<String> quantities = new ArrayList<>(List.of(scatter.x(), scatter.y()));
    if (scatter.colour() != null) {
      quantities.add(scatter.colour());
    }
    return quantities;
  }

  private static List<String> unknown(
      AggregateSection choice, Set<String> wanted, List<SweepRow> rows) {
    if (rows.stream().noneMatch(row -> row.record().done())) {
      return List.of();
    }
    return wanted.stream()
        .filter(way -> !choice.values().isEmpty() || !USUAL.contains(way))
        .filter(way -> rows.stream().noneMatch(row -> row.numbers().containsKey(way)))
        .toList();
  }

  private static void writeAverages(
      Path file, List<String> by, List<String> values, List<Average> averages) throws IOException {
    List<String> columns = new ArrayList<>(by);
    columns.add("jobs");
    averages.stream()
        .limit(1)
        .forEach(average -> average.counts().keySet().forEach(status -> columns.add("" + status)));
    for (String value : values) {
      columns.addAll(List.of(value + " mean", value + " standard deviation", value + " n"));
    }
    List<List<String>> cells = new ArrayList<>();
    for (Average average : averages) {
      List<String> row = new ArrayList<>(average.by().values());
      row.add(Integer.toString(average.jobs()));
      average.counts().values().forEach(count -> row.add(count.toString()));
      for (Spread spread : average.values().values()) {
        row.add(cell(spread.mean()));
        row.add(cell(spread.standardDeviation()));
        row.add(Integer.toString(spread.count()));
      }
      cells.add(row);
    }
    TableCsv.write(file, columns, cells);
  }

  private static void writeValues(
      Path file, List<String> keys, List<String> wanted, List<SweepRow> rows) throws IOException {
    List<String> columns = new ArrayList<>(List.of("id"));
    columns.addAll(keys);
    columns.add("status");
    columns.addAll(wanted);
    List<List<String>> cells = new ArrayList<>();
    for (SweepRow row : rows) {
      List<String> line = new ArrayList<>(List.of(row.record().id()));
      keys.forEach(key -> line.add(row.swept().getOrDefault(key, "")));
      line.add(row.record().status().toString());
      wanted.forEach(way -> line.add(cell(row.numbers().get(way))));
      cells.add(line);
    }
    TableCsv.write(file, columns, cells);
  }

  private static void writeSummary(Path file, List<Average> averages, List<SweepRow> rows)
      throws IOException {
    Map<JobStatus, Integer> counts = new TreeMap<>();
    rows.forEach(row -> counts.merge(row.record().status(), 1, Integer::sum));
    List<JobRecord> notDone =
        rows.stream().map(SweepRow::record).filter(record -> !record.done()).toList();
    byte[] json =
        JSON.writerWithDefaultPrettyPrinter()
            .writeValueAsBytes(new Summary(counts, averages, notDone));
    AtomicFiles.write(file, out -> out.write(json));
  }

  private static String cell(Double number) {
    return number == null ? "" : number.toString();
  }
}
