package org.escapement.host.reproduce;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The records of one escape trial, in order. Cells that are empty are NaN. */
public final class Trace {
  private final List<Map<String, String>> rows;

  private Trace(List<Map<String, String>> rows) {
    this.rows = rows;
  }

  /**
   * Reads the records of one trial.
   *
   * @param minimum its name, or empty
   * @param label the optimizer's
   * @throws IOException if the file cannot be read or has no such trial
   */
  static Trace read(Path file, String minimum, String label, int trial) throws IOException {
    List<Map<String, String>> rows = new ArrayList<>();
    try (MappingIterator<Map<String, String>> all =
        new CsvMapper()
            .readerForMapOf(String.class)
            .with(CsvSchema.emptySchema().withHeader())
            .readValues(file.toFile())) {
      while (all.hasNext()) {
        Map<String, String> row = all.next();
        if (minimum.equals(row.get("minimum"))
            && label.equals(row.get("optimizer"))
            && Integer.toString(trial).equals(row.get("trial"))
            && !"true".equals(row.get("control"))) {
          rows.add(row);
        }
      }
    }
    if (rows.isEmpty()) {
      throw new IOException(file.getFileName() + " holds no trial " + trial + " of " + label);
    }
    return new Trace(rows);
  }

  /** A column of escape.csv. */
  public double[] column(String name) {
    return rows.stream()
        .map(row -> row.getOrDefault(name, ""))
        .mapToDouble(cell -> cell.isEmpty() ? Double.NaN : Double.parseDouble(cell))
        .toArray();
  }

  /** The last value of a column. */
  public double last(String name) {
    double[] values = column(name);
    return values[values.length - 1];
  }

  /** The first value of a column. */
  public double first(String name) {
    return column(name)[0];
  }

  /** The first recorded iteration at which a column is below a limit; NaN if it never is. */
  public double firstBelow(String name, double limit) {
    double[] values = column(name);
    double[] iterations = column("iteration");
    for (int i = 0; i < values.length; i++) {
      if (values[i] < limit) {
        return iterations[i];
      }
    }
    return Double.NaN;
  }
}
