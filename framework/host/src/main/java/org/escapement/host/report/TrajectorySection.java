package org.escapement.host.report;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.escapement.host.report.Chart.Axis;
import org.escapement.host.report.Chart.Series;
import org.escapement.host.report.Page.Section;
import org.escapement.lab.figure.Polyline;

/** What was seen along the way: of training, and of escape runs. */
final class TrajectorySection {
  private static final int MOST_POINTS = 600;
  private static final int MOST_ROWS = 40;

  /** Of more runs of an optimizer only the first are drawn. */
  private static final int MOST_RUNS = 5;

  private static final String ITERATION = "iteration";

  private TrajectorySection() {}

  /** The training, from {@code metrics.csv}. */
  static Section training(List<Map<String, String>> rows, List<JsonNode> minima) {
    Section section = Section.of("training", "Training");
    if (rows.isEmpty()) {
      return section;
    }
    section.chart(
        chart("loss", "Loss", Axis.logarithmic("loss"), rows, Map.of("loss", "loss"), false));
    Chart sharpness =
        chart(
            "sharpness",
            "Sharpness and the edge of stability",
            Axis.linear("sharpness"),
            rows,
            ofSharpness(rows),
            true);
    section.chart(sharpness);
    Map<String, String> accuracies = new LinkedHashMap<>();
    accuracies.put("trainAccuracy", "training accuracy");
    accuracies.put("testAccuracy", "test accuracy");
    section.chart(
        chart("accuracy", "Accuracy", Axis.linear("share right"), rows, accuracies, false));
    return section.text("Every value is in metrics.csv; charts and tables show some of them.");
  }

  /** The preconditioned sharpness only where it is another one. */
  private static Map<String, String> ofSharpness(List<Map<String, String>> rows) {
    Map<String, String> columns = new LinkedHashMap<>();
    columns.put("sharpness", "sharpness");
    boolean preconditioned =
        rows.stream()
            .anyMatch(
                row ->
                    !row.getOrDefault("preconditionedSharpness", "").isEmpty()
                        && !row.get("preconditionedSharpness").equals(row.get("sharpness")));
    if (preconditioned) {
      columns.put("preconditionedSharpness", "preconditioned sharpness");
    }
    columns.put("edge", "edge of stability");
    return columns;
  }

  private static Chart chart(
      String id,
      String title,
      Axis values,
      List<Map<String, String>> rows,
      Map<String, String> columns,
      boolean mayBeLogarithmic) {
    Axis axis = mayBeLogarithmic && isWide(rows, columns.keySet()) ? log(values) : values;
    List<String> heads = new ArrayList<>(List.of(ITERATION));
    heads.addAll(columns.values());
    Table table = Table.of(title + " over the iterations", heads.toArray(String[]::new));
    List<Map<String, String>> known =
        rows.stream()
            .filter(row -> columns.keySet().stream().anyMatch(key -> !isEmpty(row.get(key))))
            .toList();
    for (Map<String, String> row : some(known)) {
      List<String> cells = new ArrayList<>(List.of(row.get(ITERATION)));
      columns.keySet().forEach(key -> cells.add(cell(row.get(key))));
      table.row(cells.toArray(String[]::new));
    }
    Chart chart =
        Chart.of(
            id + "-chart",
            title,
            String.join(", ", columns.values())
                + " over the iterations of training; the table has some of the values.",
            Axis.linear(ITERATION),
            axis,
            table);
    int style = 0;
    for (Map.Entry<String, String> column : columns.entrySet()) {
      String kind = column.getKey().equals("edge") ? "reference" : "line";
      chart.add(curve(Series.of(column.getValue(), kind, style++), known, column.getKey(), axis));
    }
    chart.series().removeIf(series -> series.data().isEmpty());
    return chart;
  }

  private static Axis log(Axis axis) {
    return Axis.logarithmic(axis.name());
  }

  private static boolean isWide(List<Map<String, String>> rows, Set<String> columns) {
    List<Double> values =
        rows.stream()
            .flatMap(row -> columns.stream().map(key -> Numbers.value(row.get(key))))
            .filter(value -> value > 0 && Double.isFinite(value))
            .sorted()
            .toList();
    return !values.isEmpty() && values.get(values.size() - 1) > 50 * values.get(values.size() / 4);
  }

  private static Series curve(
      Series series, List<Map<String, String>> rows, String column, Axis axis) {
    List<Map<String, String>> known =
        rows.stream().filter(row -> axis.shows(Numbers.value(row.get(column)))).toList();
    Polyline line =
        Polyline.of(
                known.stream().mapToDouble(row -> Numbers.value(row.get(ITERATION))).toArray(),
                known.stream().mapToDouble(row -> Numbers.value(row.get(column))).toArray())
            .thinned(MOST_POINTS);
    for (int i = 0; i < line.x().length; i++) {
      series.at(line.x()[i], Numbers.drawn(line.y()[i]));
    }
    return series;
  }

  /** The escape runs, from {@code escape.csv}: some runs of each optimizer at each minimum. */
  static Section escape(List<Map<String, String>> rows) {
    Section section = Section.of("escape", "Escape runs");
    if (rows.isEmpty()) {
      return section;
    }
    Map<String, List<Map<String, String>>> runs =
        rows.stream()
            .filter(row -> Numbers.value(row.get("trial")) < MOST_RUNS)
            .collect(
                Collectors.groupingBy(
                    TrajectorySection::run, LinkedHashMap::new, Collectors.toList()));
    section.chart(ofRuns("loss", "Loss", Axis.logarithmic("loss"), runs));
    section.chart(ofRuns("sharpness", "Sharpness", Axis.logarithmic("sharpness"), runs));
    section.chart(ofRuns("distance", "Distance", Axis.logarithmic("distance"), runs));
    section.chart(ofRuns("testAccuracy", "Test accuracy", Axis.linear("share right"), runs));
    return section.text(
        "The first " + MOST_RUNS + " runs of each optimizer; every value is in escape.csv.");
  }

  private static String run(Map<String, String> row) {
    String at = isEmpty(row.get("minimum")) ? "" : " at " + row.get("minimum");
    boolean control = "true".equals(row.get("control"));
    int trial = (int) Numbers.value(row.get("trial")) + 1;
    return (control ? "control: " : "") + row.get("optimizer") + at + ", run " + trial;
  }

  private static Chart ofRuns(
      String column, String title, Axis axis, Map<String, List<Map<String, String>>> runs) {
    Table table =
        Table.of(title + " of escape runs", "run", "first", "largest", "last", "last iteration");
    Chart chart =
        Chart.of(
            "escape-" + column,
            title + " of escape runs",
            title + " of single runs over their iterations; the table has ends and peaks.",
            Axis.linear(ITERATION),
            axis,
            table);
    Map<String, Integer> styles = new LinkedHashMap<>();
    runs.forEach(
        (name, rows) -> {
          List<Map<String, String>> known =
              rows.stream().filter(row -> !isEmpty(row.get(column))).toList();
          if (known.isEmpty()) {
            return;
          }
          String optimizer = name.replaceAll(", run \\d+$", "");
          int style = styles.computeIfAbsent(optimizer, any -> styles.size());
          Map<String, String> last = known.get(known.size() - 1);
          table.row(
              name,
              cell(known.get(0).get(column)),
              Numbers.text(
                  known.stream()
                      .mapToDouble(row -> Numbers.value(row.get(column)))
                      .max()
                      .orElse(Double.NaN)),
              cell(last.get(column)),
              last.get(ITERATION));
          chart.add(curve(Series.of(name, "line", style), known, column, axis));
        });
    return chart;
  }

  private static boolean isEmpty(String cell) {
    return cell == null || cell.isEmpty();
  }

  private static String cell(String cell) {
    return isEmpty(cell) ? "–" : Numbers.text(Numbers.value(cell));
  }

  /** Evenly chosen rows, first and last among them. */
  private static List<Map<String, String>> some(List<Map<String, String>> rows) {
    if (rows.size() <= MOST_ROWS) {
      return rows;
    }
    List<Map<String, String>> chosen = new ArrayList<>();
    for (int i = 0; i < MOST_ROWS; i++) {
      chosen.add(rows.get((int) ((long) i * (rows.size() - 1) / (MOST_ROWS - 1))));
    }
    return chosen;
  }
}
