package org.escapement.lab.data;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.option.OptionSchema;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * Reads a table of numbers from a CSV file (RFC 4180, with any separator), one example a line. One
 * column is predicted, all others are features in their order. The digest covers, of the training
 * and then of the test examples in use, their number, that of features and that of outputs as
 * 32-bit integers, then example after example the features and the target as 64-bit floating point
 * numbers, the place of its class where it is one.
 */
public final class CsvSource implements DataSource<CsvOptions> {
  @Override
  public String name() {
    return "csv";
  }

  @Override
  public String description() {
    return "a table of numbers in a CSV file, with a column of classes or of numbers to predict";
  }

  @Override
  public Class<CsvOptions> options() {
    return CsvOptions.class;
  }

  @Override
  public DataSet load(CsvOptions options, DataContext context) {
    OptionSchema.of(CsvOptions.class).validate(options);
    Path file = DataFiles.file(options.file(), "file of examples");
    DataType precision = context.precision();
    long asked = options.train() == null ? Long.MAX_VALUE : options.train();
    boolean together = options.testFile() == null;
    long keep = together && options.train() != null ? asked + options.test() : asked;
    CsvTable table = CsvTable.read(file, options, precision, keep);
    int train = trainingCount(table, options, together);
    List<String> classes = sorted(table.classes());
    DataDigest digest = new DataDigest();
    Part training = part(table, 0, train, options, classes, precision, digest);
    Part test = null;
    if (options.test() > 0) {
      CsvTable tests = together ? table : testTable(table, options, precision);
      test = part(tests, together ? train : 0, options.test(), options, classes, precision, digest);
    }
    long features = table.names().size() - 1L;
    return Part.dataSet(training, test, List.of(features), 1, options.normalization(), digest);
  }

  private static int trainingCount(CsvTable table, CsvOptions options, boolean together) {
    long tests = together ? options.test() : 0;
    long train = options.train() == null ? Math.max(1, table.count() - tests) : options.train();
    if (train + tests > table.count()) {
      throw DataFiles.mismatch(
          table.path(),
          "train = "
              + train
              + (tests == 0 ? "" : " and test = " + tests)
              + " examples asked for, "
              + table.count()
              + " available");
    }
    return RowBuffer.rows(train, table.names().size());
  }

  private static CsvTable testTable(CsvTable train, CsvOptions options, DataType precision) {
    Path file = DataFiles.file(options.testFile(), "file of test examples");
    CsvTable tests = CsvTable.read(file, options, precision, options.test());
    if (!tests.names().equals(train.names())) {
      throw DataFiles.mismatch(
          file,
          "has other columns than "
              + OneLine.path(train.path())
              + ": training and test examples must agree");
    }
    if (options.test() > tests.count()) {
      throw DataFiles.mismatch(
          file,
          "test = " + options.test() + " examples asked for, " + tests.count() + " available");
    }
    return tests;
  }

  private static List<String> sorted(Set<String> classes) {
    Comparator<String> order = Comparator.naturalOrder();
    if (classes.stream().allMatch(name -> Numbers.parse(name).isPresent())) {
      order =
          Comparator.<String>comparingDouble(name -> Numbers.parse(name).getAsDouble())
              .thenComparing(order);
    }
    return classes.stream().sorted(order).toList();
  }

  private static Part part(
      CsvTable table,
      int from,
      int count,
      CsvOptions options,
      List<String> classes,
      DataType precision,
      DataDigest digest) {
    int columns = table.names().size() - 1;
    boolean regression = options.targets() == TargetKind.REGRESSION;
    int outputs = regression ? 1 : classes.size();
    RowBuffer features = new RowBuffer(count, columns, precision);
    RowBuffer targets = new RowBuffer(count, outputs, precision);
    digest.update(count, columns, outputs);
    for (int row = from; row < from + count; row++) {
      for (double number : table.features(row)) {
        features.append(number);
      }
      double target =
          regression ? Numbers.parse(table.label(row)).getAsDouble() : classOf(table, row, classes);
      if (regression) {
        targets.append(target);
      } else {
        targets.appendOneHot((int) target);
      }
      digest.update(table.features(row));
      digest.update(new double[] {target});
    }
    return new Part(features, targets.toArray());
  }

  private static int classOf(CsvTable table, int row, List<String> classes) {
    int place = classes.indexOf(table.label(row));
    if (place < 0) {
      throw DataFiles.mismatch(
          table.path(),
          "holds the label '"
              + OneLine.quoted(table.label(row))
              + "', which no training example has");
    }
    return place;
  }
}
