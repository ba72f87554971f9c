package org.escapement.distribution;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.escapement.distribution.Installation.Outcome;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** An unpacked distribution in an empty folder, and a small config beside it. */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher under test is the shell script")
abstract class DistributionTestCase {
  /** Trains to a loss of 1e-2 in about 300 iterations. */
  static final String SMALL =
      """
      seed: 1
      data: {type: generated, train: 30, test: 20, classes: 3, size: 6}
      model: {type: mlp, hidden: [16], activation: relu}
      loss: mse
      train:
        optimizer: {type: gd, learningRate: 0.3}
        until: {loss: 1.0e-2}
        maxIterations: 3000
      analyze:
        optimizers:
          - {type: gd, learningRate: 0.3}
          - {type: sgd, learningRate: 0.02, batchSize: 4}
          - {type: adam, learningRate: 1.0e-3}
          - {type: lbfgs, learningRate: 1.0}
      escape:
        perturbation: 1.0e-3
        trials: 2
        maxIterations: 20
        optimizers:
          - {type: gd, learningRate: 0.3}
          - {type: sgd, learningRate: 0.3, batchSize: 1}
      """;

  @TempDir private static Path folder;
  static Installation installation;

  @BeforeAll
  static void unpack() throws IOException {
    Path work = Files.createDirectory(folder.resolve("work"));
    installation = Installation.unpack(folder, work);
    Files.writeString(work.resolve("small.yaml"), SMALL);
  }

  static Outcome escapement(String... arguments) {
    return installation.run(arguments);
  }

  static Path work(String name) {
    return installation.work().resolve(name);
  }

  /** Names in the working folder, hidden ones included. */
  static List<String> left() throws IOException {
    try (Stream<Path> entries = Files.list(installation.work())) {
      return entries.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }

  static JsonNode results(String run) throws IOException {
    return new ObjectMapper().readTree(work(run).resolve("results.json").toFile());
  }

  /** Results without what differs from run to run. */
  static JsonNode comparable(String run) throws IOException {
    ObjectNode results = (ObjectNode) results(run);
    ObjectNode provenance = (ObjectNode) results.get("provenance");
    assertThat(provenance.remove("started")).isNotNull();
    assertThat(provenance.remove("seconds")).isNotNull();
    return results;
  }

  static void assertCode(int expected, Outcome outcome) {
    assertThat(outcome.code()).as(outcome.out() + outcome.err()).isEqualTo(expected);
  }

  /** Bad input: one line, its code first, and nothing else anywhere. */
  static void assertRefused(Outcome outcome, String code, String... parts) {
    assertCode(2, outcome);
    assertThat(outcome.err().lines()).hasSize(1);
    assertThat(outcome.err()).startsWith(code + " ").contains(parts);
    assertThat(outcome.out()).isEmpty();
  }
}
