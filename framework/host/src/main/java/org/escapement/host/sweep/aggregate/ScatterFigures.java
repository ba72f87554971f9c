package org.escapement.host.sweep.aggregate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.host.config.AggregateSection;
import org.escapement.host.config.ScatterSection;
import org.escapement.host.sweep.job.SweepDirectory;
import org.escapement.lab.figure.Chart;
import org.escapement.lab.figure.ChartAxis;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Figures with a point for each job that is averaged. */
final class ScatterFigures {
  private static final Logger LOG = LoggerFactory.getLogger(ScatterFigures.class);

  /** More values than these are told apart by a colour bar rather than by a legend. */
  private static final int MOST_NAMED = 6;

  private ScatterFigures() {}

  /** Draws {@code scatter-1.png} and so on; a figure that cannot be drawn is a warning. */
  static void write(SweepDirectory directory, AggregateSection choice, List<SweepRow> all) {
    List<SweepRow> rows =
        all.stream().filter(row -> Average.isAveraged(row, choice.notConverged())).toList();
    for (int i = 0; i < choice.scatter().size(); i++) {
      Chart chart = chart(choice.scatter().get(i), rows);
      try {
        chart.writePng(directory.file("scatter-" + (i + 1) + ".png"));
        chart.writeSvg(directory.file("scatter-" + (i + 1) + ".svg"));
      } catch (IOException e) {
        LOG.warn("{}", e.getMessage());
      }
    }
  }

  private static Chart chart(ScatterSection scatter, List<SweepRow> rows) {
    Chart chart =
        Chart.of("", axis(scatter.x(), scatter.logX()), axis(scatter.y(), scatter.logY()));
    if (scatter.colour() == null) {
      return add(chart, "jobs", scatter, rows);
    }
    Map<String, List<SweepRow>> groups = new LinkedHashMap<>();
    rows.forEach(
        row ->
            groups.computeIfAbsent(row.text(scatter.colour()), any -> new ArrayList<>()).add(row));
    boolean numbers = rows.stream().noneMatch(row -> Double.isNaN(row.number(scatter.colour())));
    if (numbers && groups.size() > MOST_NAMED) {
      return chart.points(
          "jobs",
          column(rows, scatter.x()),
          column(rows, scatter.y()),
          column(rows, scatter.colour()),
          ChartAxis.linear(scatter.colour()));
    }
    groups.forEach(
        (value, members) -> add(chart, scatter.colour() + " = " + value, scatter, members));
    return chart;
  }

  private static Chart add(Chart chart, String name, ScatterSection scatter, List<SweepRow> rows) {
    return chart.points(name, column(rows, scatter.x()), column(rows, scatter.y()));
  }

  private static double[] column(List<SweepRow> rows, String quantity) {
    return rows.stream().mapToDouble(row -> row.number(quantity)).toArray();
  }

  private static ChartAxis axis(String quantity, boolean logarithmic) {
    return logarithmic ? ChartAxis.logarithmic(quantity) : ChartAxis.linear(quantity);
  }
}
