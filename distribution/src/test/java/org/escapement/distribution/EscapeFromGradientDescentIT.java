package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("SGD leaves a minimum of gradient descent at the same rate for a flatter region")
class EscapeFromGradientDescentIT extends DistributionTestCase {
  private static final int SETTLED = 100;

  private record Row(int trial, int iteration, double sharpness) {}

  private static List<Row> rows(int batchSize) throws IOException {
    String label = "\"sgd(learningRate=0.5, batchSize=" + batchSize + ")\"";
    return Files.readAllLines(work("descent/escape.csv")).stream()
        .filter(line -> line.contains(label))
        .map(line -> line.replace(label, "").split(",", -1))
        .map(
            cells ->
                new Row(
                    Integer.parseInt(cells[3]),
                    Integer.parseInt(cells[4]),
                    Double.parseDouble(cells[9])))
        .toList();
  }

  private static double settled(List<Row> rows) {
    double[] late =
        rows.stream()
            .filter(row -> row.iteration() >= SETTLED)
            .mapToDouble(Row::sharpness)
            .sorted()
            .toArray();
    assertThat(late).hasSize(12);
    return (late[5] + late[6]) / 2;
  }

  @Test
  void fashionMnist() throws IOException {
    Path data = Path.of("").toAbsolutePath().resolve("../../shared/data/fashion-mnist").normalize();
    assumeTrue(Files.isDirectory(data), "no FashionMNIST beside the project");
    Path example = installation.home().resolve("examples/escape-fashion-mnist.yaml");
    assertCode(
        0,
        escapement(
            "run",
            example.toString(),
            "--set",
            "data.dir=" + data,
            "--set",
            "escape.predict=false",
            "--out",
            "descent"));
    double start = results("descent").at("/curvature/sharpness/value").asDouble();
    assertThat(start).as("at the edge of gradient descent, 2/0.5").isBetween(3.4, 4.0);
    List<Row> small = rows(4);
    for (int trial = 0; trial < 2; trial++) {
      int run = trial;
      assertThat(small)
          .as("trial " + run + " falls by more than half")
          .anyMatch(row -> row.trial() == run && row.sharpness() < start / 2);
    }
    assertThat(settled(small)).as("and settles there").isLessThan(start / 2);
    assertThat(settled(rows(10)))
        .as("less noise, less flat")
        .isBetween(settled(small), 0.9 * start);
    assertThat(results("descent").at("/escape/0/escaped").asInt()).isEqualTo(2);
  }
}
