package org.escapement.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReportTest {
  private static final Provenance PROVENANCE = new Provenance("abc", "Haswell", "");

  @TempDir private Path folder;

  @BeforeEach
  void measureTheEngine() throws IOException {
    engine("1", List.of(0.01, 0.02, 0.09));
    engine("2", List.of(0.04));
    engine("3", List.of(0.03));
  }

  @Test
  void saysThatPyTorchWasNotMeasured() throws IOException {
    assertThat(text())
        .contains("| gradient | 30.0 ms (20.0 ms–40.0 ms) | not measured | not measured |");
  }

  @Test
  void takesTheSettingThatSuitsPyTorchBetter() throws IOException {
    torch("plain", 0.12, 1e-7);
    torch("passive", 0.06, 1e-7);
    assertThat(text()).contains("| 60.0 ms | 2.00 | `loss.backward()` |");
  }

  @Test
  void writesNothingWhereTheSidesDisagree() throws IOException {
    torch("plain", 0.12, 1e-7);
    torch("passive", 0.06, 2e-4);
    assertThatThrownBy(this::text)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("2.0e-04 in fnn, gradient");
  }

  @Test
  void takesNaNForADisagreement() throws IOException {
    torch("plain", 0.12, 1e-7);
    torch("passive", 0.06, Double.NaN);
    assertThatThrownBy(this::text).isInstanceOf(IllegalStateException.class);
  }

  private void engine(String round, List<Double> seconds) throws IOException {
    Figures figures = new Figures();
    figures.put("fnn.gradient", seconds);
    figures.write(folder.resolve("engine-" + round + ".json"));
  }

  private void torch(String setting, double seconds, double difference) throws IOException {
    Figures figures = new Figures();
    figures.put("fnn.gradient", seconds);
    figures.put(Report.DIFFERENCE + "fnn, gradient", difference);
    figures.write(folder.resolve("pytorch-" + setting + "-1.json"));
  }

  private String text() throws IOException {
    return new Report(Results.read(folder), PROVENANCE).text();
  }
}
