package org.escapement.lab.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NearMissTest {
  private static final List<String> NAMES =
      List.of("optimizer", "until", "maxIterations", "learningRate", "batchSize", "sgd", "mlp");

  @ParameterizedTest
  @CsvSource({
    "maxIteration, maxIterations",
    "max_iterations, maxIterations",
    "maxiterations, maxIterations",
    "optimiser, optimizer",
    "batch, batchSize",
    "learningrate, learningRate",
    "untill, until",
    "sdg, sgd",
    "MPL, mlp"
  })
  void suggestsTheNearMiss(String written, String meant) {
    assertThat(NearMiss.of(written, NAMES)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "x", "hidden", "colour"})
  void suggestsNothingForAStranger(String written) {
    assertThat(NearMiss.of(written, NAMES)).isEmpty();
  }

  @Test
  void listsWhatThereIs() {
    assertThat(NearMiss.listing("sdg", "available", List.of("gd", "sgd")))
        .isEqualTo("; did you mean 'sgd'? available: gd, sgd");
    assertThat(NearMiss.listing("x", "allowed", List.of("gd", "sgd")))
        .isEqualTo("; allowed: gd, sgd");
    assertThat(NearMiss.listing("x", "allowed", List.of())).isEqualTo("; allowed: none");
  }
}
