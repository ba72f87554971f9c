package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.escapement.host.report.Page.Section;

/** The report of a sweep: its jobs, what they came to on average, and all their minima. */
final class SweepPage {
  /** The table of jobs, by which a sweep is known. */
  static final String JOBS = "jobs.csv";

  private static final String CONFIG = "sweep.yaml";
  private static final int MOST_JOBS = 2000;

  /** Columns of the table of jobs that no sweep chooses. */
  private static final Set<String> OWN =
      Set.of("id", "status", "exitCode", "seconds", "message", "results");

  /** More groups would have no colours of their own. */
  private static final int MOST_GROUPS = 12;

  private SweepPage() {}

  static Page of(ResultFolder folder) throws IOException {
    List<Map<String, String>> jobs = folder.csv(JOBS);
    JsonNode config = folder.yaml(CONFIG);
    Map<String, Long> counts =
        jobs.stream()
            .collect(
                Collectors.groupingBy(
                    job -> job.getOrDefault("status", "unknown"),
                    LinkedHashMap::new,
                    Collectors.counting()));
    String lead =
        counts.entrySet().stream()
            .map(count -> count.getValue() + " " + count.getKey())
            .collect(Collectors.joining(", "));
    Section failed = Section.of("failed", "Jobs that did not finish as asked");
    failed.table(
        table(
            "Failed, diverged and pending jobs",
            jobs.stream().filter(job -> !"done".equalsIgnoreCase(job.get("status"))).toList()));
    return Page.of(
            "Sweep of " + config.at("/model/type").asText("runs") + ", " + jobs.size() + " jobs",
            "Jobs: " + lead + ".")
        .add(
            Section.of("aggregate", "Averages")
                .table(table("Means over the jobs of a row", folder.csv("aggregate.csv"))))
        .add(diagram(folder, jobs))
        .add(failed)
        .add(jobs(jobs))
        .add(ProvenanceSection.of(provenance(folder, jobs), CONFIG, folder.text(CONFIG)));
  }

  private static Section jobs(List<Map<String, String>> jobs) {
    Section section =
        Section.of("jobs", "Jobs")
            .table(table("Every job", jobs.subList(0, Math.min(MOST_JOBS, jobs.size()))));
    return jobs.size() > MOST_JOBS
        ? section.text("The first " + MOST_JOBS + " jobs; all are in " + JOBS + ".")
        : section;
  }

  /** A table as the file has it, what was measured or counted with fewer digits. */
  private static Table table(String caption, List<Map<String, String>> rows) {
    if (rows.isEmpty()) {
      return Table.of(caption, "none");
    }
    List<String> columns = List.copyOf(rows.get(0).keySet());
    // in front of the counts of a table of averages, as in a table of jobs, are names and settings
    int counts = columns.indexOf("jobs");
    Table table = new Table(caption, columns, new ArrayList<>());
    for (Map<String, String> row : rows) {
      String[] cells = new String[columns.size()];
      for (int i = 0; i < cells.length; i++) {
        String text = row.get(columns.get(i));
        boolean measured = counts >= 0 && i >= counts || columns.get(i).equals("seconds");
        cells[i] = measured ? cell(text) : asIs(text);
      }
      table.row(cells);
    }
    return table;
  }

  private static String asIs(String text) {
    return text == null || text.isEmpty() ? "–" : text;
  }

  private static String cell(String text) {
    if (text == null || text.isEmpty()) {
      return "–";
    }
    double value = Numbers.value(text);
    return Double.isNaN(value) || !text.matches("[-+0-9.eE]+") ? text : Numbers.text(value);
  }

  /** All minima, in groups by the first swept key that has few enough values. */
  private static Section diagram(ResultFolder folder, List<Map<String, String>> jobs)
      throws IOException {
    String key = groupKey(jobs);
    Scatter scatter =
        new Scatter(
            "diagram-1",
            key == null ? "The minima of all jobs" : "The minima of all jobs by " + key);
    for (Map<String, String> job : jobs) {
      String results = "jobs/" + job.get("id") + "/results.json";
      if (!folder.has(results)) {
        continue;
      }
      JsonNode found = folder.json(results);
      String group = key == null ? "minima" : key + " = " + asIs(job.get(key));
      scatter.add(group, label(job), found.path("curvature"));
      for (JsonNode training : found.path("trainings")) {
        scatter.add(
            group, label(job) + ", " + training.path("id").asText(), training.path("curvature"));
      }
    }
    return Section.of("diagram", "Sharpness and non-uniformity").chart(scatter.chart());
  }

  private static String groupKey(List<Map<String, String>> jobs) {
    if (jobs.isEmpty()) {
      return null;
    }
    return jobs.get(0).keySet().stream()
        .filter(column -> !OWN.contains(column) && !column.equals("seed"))
        .filter(
            column -> {
              long values = jobs.stream().map(job -> job.get(column)).distinct().count();
              return values > 1 && values <= MOST_GROUPS;
            })
        .findFirst()
        .orElse(null);
  }

  private static String label(Map<String, String> job) {
    String keys =
        job.entrySet().stream()
            .filter(entry -> !OWN.contains(entry.getKey()))
            .map(entry -> entry.getKey() + " = " + asIs(entry.getValue()))
            .collect(Collectors.joining(", "));
    return "job " + job.get("id") + (keys.isEmpty() ? "" : " (" + keys + ")");
  }

  /** Of the first job that has results. */
  private static JsonNode provenance(ResultFolder folder, List<Map<String, String>> jobs)
      throws IOException {
    for (Map<String, String> job : jobs) {
      String results = "jobs/" + job.get("id") + "/results.json";
      if (folder.has(results)) {
        return folder.json(results).path("provenance");
      }
    }
    return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
  }
}
