package org.escapement.lab.result;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;
import org.escapement.lab.training.TrainingMetrics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MetricsCsvTest {
  private static final String HEADER =
      "iteration,loss,trainAccuracy,testAccuracy,sharpness,preconditionedSharpness,edge\n";

  @TempDir Path folder;

  @Test
  void writesARowAnEntry() throws IOException {
    OptionalDouble none = OptionalDouble.empty();
    Path file = folder.resolve("metrics.csv");

    MetricsCsv.write(
        file,
        List.of(
            new TrainingMetrics(
                0,
                0.1,
                OptionalDouble.of(0.5),
                OptionalDouble.of(1),
                OptionalDouble.of(1 / 3.0),
                OptionalDouble.of(3e4),
                OptionalDouble.of(3.8e4)),
            TrainingMetrics.ofLoss(1, 1e-300),
            new TrainingMetrics(
                3_000_000_000L,
                Double.NaN,
                none,
                none,
                OptionalDouble.of(Double.NaN),
                none,
                OptionalDouble.of(20)),
            new TrainingMetrics(
                4,
                Double.POSITIVE_INFINITY,
                none,
                none,
                OptionalDouble.of(Double.NEGATIVE_INFINITY),
                none,
                none)));

    assertThat(Files.readString(file))
        .isEqualTo(
            HEADER
                + "0,0.1,0.5,1.0,0.3333333333333333,30000.0,38000.0\n"
                + "1,1.0E-300,,,,,\n"
                + "3000000000,NaN,,,NaN,,20.0\n"
                + "4,Infinity,,,-Infinity,,\n");
  }

  @Test
  void withoutRowsTheHeaderRemains() throws IOException {
    Path file = folder.resolve("metrics.csv");

    MetricsCsv.write(file, List.of());

    assertThat(Files.readString(file)).isEqualTo(HEADER);
  }

  @Test
  void theStreamStaysOpen() throws IOException {
    boolean[] closed = {false};
    ByteArrayOutputStream out =
        new ByteArrayOutputStream() {
          @Override
          public void close() {
            closed[0] = true;
          }
        };

    MetricsCsv.write(out, List.of());

    assertThat(closed[0]).isFalse();
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo(HEADER);
  }
}
