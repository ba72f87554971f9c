package org.escapement.lab.result;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalDouble;
import org.escapement.lab.training.TrainingMetrics;

/**
 * The table of a training, {@code iteration,loss,trainAccuracy,testAccuracy,sharpness,
 * preconditionedSharpness,edge} and a row an entry. A cell is empty where nothing was measured;
 * numbers are written with all digits needed to read the same double back, and as {@code NaN},
 * {@code Infinity} or {@code -Infinity}.
 */
public final class MetricsCsv {
  private static final CsvSchema SCHEMA =
      CsvSchema.builder()
          .addColumn("iteration")
          .addColumn("loss")
          .addColumn("trainAccuracy")
          .addColumn("testAccuracy")
          .addColumn("sharpness")
          .addColumn("preconditionedSharpness")
          .addColumn("edge")
          .setLineSeparator("\n")
          .setUseHeader(true)
          .build();

  private static final ObjectWriter WRITER =
      new CsvMapper().disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET).writer(SCHEMA);

  private MetricsCsv() {}

  /** Writes the table to a file, which is there in full or not at all. */
  public static void write(Path file, Iterable<TrainingMetrics> metrics) throws IOException {
    AtomicFiles.write(file, out -> write(out, metrics));
  }

  /** Writes the table in UTF-8 to a stream and leaves that open. */
  public static void write(OutputStream out, Iterable<TrainingMetrics> metrics) throws IOException {
    try (SequenceWriter rows = WRITER.writeValues(out)) {
      for (TrainingMetrics row : metrics) {
        rows.write(
            new String[] {
              Long.toString(row.iteration()),
              Double.toString(row.loss()),
              cell(row.trainAccuracy()),
              cell(row.testAccuracy()),
              cell(row.sharpness()),
              cell(row.preconditionedSharpness()),
              cell(row.edge())
            });
      }
    }
  }

  private static String cell(OptionalDouble measured) {
    return measured.isPresent() ? Double.toString(measured.getAsDouble()) : "";
  }
}
