package org.escapement.lab.result;

import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Writes a table of text as CSV, with a header. */
public final class TableCsv {
  private TableCsv() {}

  /**
   * Writes the table to a file, which is there in full or not at all.
   *
   * @param rows as many cells in each as there are columns
   */
  public static void write(Path file, List<String> columns, List<List<String>> rows)
      throws IOException {
    CsvSchema.Builder builder = CsvSchema.builder();
    columns.forEach(builder::addColumn);
    CsvSchema schema = builder.setLineSeparator("\n").setUseHeader(true).build();
    List<String[]> cells = rows.stream().map(row -> row.toArray(String[]::new)).toList();
    byte[] table =
        new CsvMapper().writer(schema).writeValueAsString(cells).getBytes(StandardCharsets.UTF_8);
    AtomicFiles.write(file, out -> out.write(table));
  }
}
