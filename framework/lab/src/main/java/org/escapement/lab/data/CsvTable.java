package org.escapement.lab.data;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One CSV file: the features and labels of its first lines. All other lines are read and checked
 * too, for damage and for the classes that they name.
 */
final class CsvTable {
  private static final int LONGEST_CELL = 1 << 16;
  private static final int MOST_COLUMNS = 1 << 20;
  private static final int MOST_CLASSES = 1000;
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  private final Path path;
  private final CsvOptions options;
  private final DataType precision;
  private final long keep;
  private final List<double[]> features = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final Set<String> classes = new HashSet<>();
  private List<String> names;
  private int label;
  private long count;

  private CsvTable(Path path, CsvOptions options, DataType precision, long keep) {
    this.path = path;
    this.options = options;
    this.precision = precision;
    this.keep = keep;
  }

  /**
   * Reads a file.
   *
   * @param keep most lines whose numbers are kept
   * @throws EscapementException DATA_MISSING if it cannot be read, DATA_MALFORMED if a line has
   *     other columns than the first or a cell is no number, DATA_MISMATCH if the label's column is
   *     not there
   */
  static CsvTable read(Path path, CsvOptions options, DataType precision, long keep) {
    CsvTable table = new CsvTable(path, options, precision, keep);
    CsvFactory factory =
        CsvFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder().maxStringLength(LONGEST_CELL).build())
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .disable(CsvParser.Feature.ALLOW_TRAILING_COMMA)
            .build();
    try (BufferedReader text = Files.newBufferedReader(path);
        CsvParser parser = factory.createParser(text)) {
      parser.setSchema(CsvSchema.emptySchema().withColumnSeparator(options.separator().charAt(0)));
      table.read(parser);
    } catch (JsonProcessingException e) {
      throw DataFiles.malformed(
          path,
          "line "
              + (e.getLocation() == null ? "?" : e.getLocation().getLineNr())
              + ": "
              + OneLine.joined(e.getOriginalMessage()));
    } catch (IOException e) {
      throw DataFiles.unreadable(path, e);
    }
    return table;
  }

  private void read(CsvParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      throw DataFiles.malformed(path, "is empty");
    }
    List<String> first = cells(parser);
    if (first.isEmpty()) {
      throw DataFiles.malformed(path, "is empty");
    }
    first.set(0, first.get(0).replaceFirst("^" + BYTE_ORDER_MARK, ""));
    names =
        options.header()
            ? first.stream().map(String::strip).toList()
            : IntStream.range(0, first.size()).mapToObj(Integer::toString).toList();
    label = labelColumn();
    if (names.size() < 2) {
      throw DataFiles.malformed(path, "has one column, must have features and a label");
    }
    if (!options.header()) {
      take(first, 1);
    }
    while (parser.nextToken() != null) {
      long line = parser.currentLocation().getLineNr();
      take(cells(parser), line);
    }
  }

  private List<String> cells(CsvParser parser) throws IOException {
    List<String> cells = new ArrayList<>(names == null ? 16 : names.size());
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (cells.size() == (names == null ? MOST_COLUMNS : names.size())) {
        throw malformed(
            parser.currentLocation().getLineNr(), "has more than " + cells.size() + " cells");
      }
      cells.add(parser.getText());
    }
    return cells;
  }

  private int labelColumn() {
    if (options.label() == null) {
      return names.size() - 1;
    }
    int column = names.indexOf(options.label());
    if (column < 0 || column != names.lastIndexOf(options.label())) {
      throw DataFiles.mismatch(
          path,
          (column < 0 ? "has no column '" : "has two columns '")
              + OneLine.quoted(options.label())
              + "'"
              + NearMiss.listing(
                  options.label(), "columns", names.subList(0, Math.min(20, names.size()))));
    }
    return column;
  }

  private void take(List<String> cells, long line) {
    if (cells.size() != names.size()) {
      throw malformed(line, "has " + cells.size() + " cells, must have " + names.size());
    }
    double[] row = new double[names.size() - 1];
    for (int column = 0; column < cells.size(); column++) {
      if (column != label) {
        row[column - (column > label ? 1 : 0)] = number(cells.get(column), column, line);
      }
    }
    String target = cells.get(label).strip();
    if (options.targets() == TargetKind.REGRESSION) {
      number(target, label, line);
    } else {
      addClass(target, line);
    }
    if (count++ < keep) {
      features.add(row);
      labels.add(target);
    }
  }

  private double number(String cell, int column, long line) {
    double number =
        Numbers.parse(cell)
            .orElseThrow(
                () ->
                    malformed(
                        line,
                        "column '"
                            + OneLine.quoted(names.get(column))
                            + "' holds '"
                            + OneLine.quoted(cell)
                            + "', must be a finite number"));
    if (!Numbers.fits(number, precision)) {
      throw malformed(
          line,
          "column '"
              + OneLine.quoted(names.get(column))
              + "' holds "
              + number
              + ", too large for precision float");
    }
    return number;
  }

  private void addClass(String target, long line) {
    if (target.isEmpty()) {
      throw malformed(line, "has no label");
    }
    classes.add(target);
    if (classes.size() > MOST_CLASSES) {
      throw DataFiles.mismatch(
          path,
          "has more than "
              + MOST_CLASSES
              + " different labels in column '"
              + OneLine.quoted(names.get(label))
              + "'; if it is a number to predict, set targets: regression");
    }
  }

  private EscapementException malformed(long line, String what) {
    return DataFiles.malformed(path, "line " + line + " " + what);
  }

  Path path() {
    return path;
  }

  /** The names of all columns, or their numbers from 0 where there is no header. */
  List<String> names() {
    return names;
  }

  /** The number of all examples in the file. */
  long count() {
    return count;
  }

  /** The features of an example that was kept. */
  double[] features(int row) {
    return features.get(row);
  }

  /** The label of an example that was kept. */
  String label(int row) {
    return labels.get(row);
  }

  /** All labels of the file. */
  Set<String> classes() {
    return classes;
  }
}
