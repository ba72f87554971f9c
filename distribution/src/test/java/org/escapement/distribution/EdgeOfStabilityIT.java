package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Full-batch training on FashionMNIST ends at the edge that the host derives by itself")
class EdgeOfStabilityIT extends DistributionTestCase {
  private static final String CONFIG =
      """
      seed: 1
      data: {type: idx, dir: %s, train: 200, test: 0}
      model: {type: mlp, hidden: [32, 32], activation: tanh}
      train:
        optimizer: {%s}
        until: {loss: %s}
        maxIterations: %d
        sharpnessEvery: 50
      """;

  /** What was measured on the way: the sharpness relative to the edge is dimensionless. */
  private record Row(long iteration, double preconditionedSharpness, double edge) {
    double share() {
      return preconditionedSharpness / edge;
    }
  }

  /** From the second measurement on: at first adaptive methods divide by epsilon alone. */
  private static List<Row> train(String name, String optimizer, double loss, int iterations)
      throws IOException {
    Path data = Path.of("").toAbsolutePath().resolve("../../shared/data/fashion-mnist").normalize();
    assumeTrue(Files.isDirectory(data), "no FashionMNIST beside the project");
    Files.writeString(work(name + ".yaml"), CONFIG.formatted(data, optimizer, loss, iterations));
    int code = escapement("run", name + ".yaml", "--out", name).code();
    assertThat(code).as("0 where the loss was reached, else 3").isIn(0, 3);
    return Files.readAllLines(work(name + "/metrics.csv")).stream()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(cells -> !cells[5].isEmpty())
        .map(
            cells ->
                new Row(
                    Long.parseLong(cells[0]),
                    Double.parseDouble(cells[5]),
                    Double.parseDouble(cells[6])))
        .skip(1)
        .toList();
  }

  @ParameterizedTest
  @CsvSource({"0.2, 24, 12000", "0.8, 36, 4000"})
  void heavyBall(double momentum, double edge, int iterations) throws IOException {
    List<Row> rows =
        train(
            "momentum" + momentum,
            "type: momentum, learningRate: 0.1, momentum: " + momentum,
            1e-4,
            iterations);

    Row end = rows.get(rows.size() - 1);
    assertThat(end.edge()).isBetween(edge * (1 - 1e-12), edge * (1 + 1e-12));
    assertThat(end.share()).isBetween(0.9, 1.02);
    assertThat(rows.get(0).share()).as("it rose").isLessThan(0.5);
  }

  @ParameterizedTest
  @CsvSource({
    "adam, 'learningRate: 1.0e-3', 38000, 1500",
    "rmsprop, 'learningRate: 1.0e-5, decay: 0.99', 200000, 3000"
  })
  void adaptive(String name, String options, double limit, int iterations) throws IOException {
    List<Row> rows = train(name, "type: " + name + ", " + options, 0, iterations);

    double lowest = rows.stream().limit(4).mapToDouble(Row::share).min().orElseThrow();
    assertThat(lowest).as("below the edge at first").isLessThan(0.5);
    double[] late =
        rows.stream()
            .filter(row -> row.iteration() > iterations * 2L / 3)
            .mapToDouble(Row::share)
            .sorted()
            .toArray();
    assertThat(late.length).isGreaterThan(5);
    assertThat(late[late.length / 2]).as("median of the last third").isBetween(0.9, 1.05);
    Row end = rows.get(rows.size() - 1);
    double bias = name.equals("adam") ? biasCorrection(end.iteration() + 1) : 1;
    assertThat(end.edge()).isBetween(limit / bias * (1 - 1e-9), limit / bias * (1 + 1e-9));
  }

  /** The factor sqrt(1-beta2^t)/(1-beta1^t) of Adam's rate in its step t. */
  private static double biasCorrection(long step) {
    return Math.sqrt(1 - Math.pow(0.999, step)) / (1 - Math.pow(0.9, step));
  }
}
