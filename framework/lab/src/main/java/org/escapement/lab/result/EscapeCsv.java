package org.escapement.lab.result;

import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalDouble;
import org.escapement.lab.escape.EscapeRecord;

/**
 * The table of escape runs, {@code
 * minimum,optimizer,control,trial,iteration,loss,distance,trainAccuracy,testAccuracy,sharpness,
 * sharpnessResidual,sharpnessProducts} and a row a record. A cell is empty where nothing was
 * measured; numbers are as in {@link MetricsCsv}. Rows are appended run by run, so that no more
 * than one run is held in memory; the run directory around it appears when all is there.
 */
public final class EscapeCsv {
  /** The file in a run directory. */
  public static final String FILE = "escape.csv";

  private static final CsvSchema SCHEMA =
      CsvSchema.builder()
          .addColumn("minimum")
          .addColumn("optimizer")
          .addColumn("control")
          .addColumn("trial")
          .addColumn("iteration")
          .addColumn("loss")
          .addColumn("distance")
          .addColumn("trainAccuracy")
          .addColumn("testAccuracy")
          .addColumn("sharpness")
          .addColumn("sharpnessResidual")
          .addColumn("sharpnessProducts")
          .setLineSeparator("\n")
          .build();

  private static final CsvMapper MAPPER = new CsvMapper();

  private EscapeCsv() {}

  /**
   * Appends a run's rows; the first that are written to a file get a header.
   *
   * @param minimum its name, or null
   * @param optimizer its label
   * @param control whether it is a control
   */
  public static void append(
      Path file, String minimum, String optimizer, boolean control, List<EscapeRecord> records)
      throws IOException {
    ObjectWriter writer = MAPPER.writer(Files.exists(file) ? SCHEMA : SCHEMA.withHeader());
    try (OutputStream out =
            new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND));
        SequenceWriter rows = writer.writeValues(out)) {
      for (EscapeRecord row : records) {
        rows.write(
            new String[] {
              minimum == null ? "" : minimum,
              optimizer,
              Boolean.toString(control),
              Integer.toString(row.trial()),
              Long.toString(row.iteration()),
              Double.toString(row.loss()),
              Double.toString(row.distance()),
              cell(row.trainAccuracy()),
              cell(row.testAccuracy()),
              cell(row.sharpness()),
              cell(row.sharpnessResidual()),
              row.sharpness().isPresent() ? Integer.toString(row.sharpnessProducts()) : ""
            });
      }
    }
  }

  private static String cell(OptionalDouble measured) {
    return measured.isPresent() ? Double.toString(measured.getAsDouble()) : "";
  }
}
