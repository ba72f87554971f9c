package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A sweep: every combination of values")
class SweepSectionTest {
  private static final String BASE =
      """
      seed: 7
      model: {type: mlp, hidden: [3]}
      train: {optimizer: {type: gd, learningRate: 1}}
      """;

  private static ConfigDocument document(String sweep) {
    return ConfigDocument.parse("s.yaml", BASE + "sweep: " + sweep);
  }

  private static List<KeyValues> points(String sweep) {
    return SweepSection.of(document(sweep)).points();
  }

  @Test
  void listsAreCombinedWithTheGrid() {
    List<KeyValues> points =
        points(
            "{grid: {seed: [1, 2], loss: [mse, cross-entropy]}, list: [{precision: float},"
                + " {precision: double, memory: 64}]}");
    assertThat(points).hasSize(8);
    assertThat(points.get(0)).hasToString("{\"precision\":\"float\",\"seed\":1,\"loss\":\"mse\"}");
    assertThat(points.get(1).text("loss")).isEqualTo("cross-entropy");
    assertThat(points.get(2).text("seed")).isEqualTo("2");
    assertThat(points.get(4).keys()).containsExactly("precision", "memory", "seed", "loss");
    assertThat(points.get(0).text("memory")).isEmpty();
  }

  @Test
  void withoutAGridThereIsOneJob() {
    assertThat(points("{}")).hasSize(1);
    assertThat(SweepSection.of(ConfigDocument.parse("s.yaml", BASE)).points()).hasSize(1);
  }

  @Test
  void aSectionIsReplacedBeforeKeysInsideIt() {
    ConfigDocument document =
        document(
            "{grid: {train.optimizer.learningRate: [2], train.optimizer: [{type: sgd,"
                + " learningRate: 1, batchSize: 4}]}}");
    KeyValues point = SweepSection.of(document).points().get(0);
    assertThat(document.without("sweep").with(point).tree().get("train"))
        .hasToString("{\"optimizer\":{\"type\":\"sgd\",\"learningRate\":2,\"batchSize\":4}}");
    assertThat(point.text("train.optimizer")).isEqualTo("sgd(learningRate=1, batchSize=4)");
  }

  @Test
  void anErrorOfAJobNamesTheLineOfItsValue() {
    ConfigDocument document = document("\n  grid:\n    seed:\n      - 1\n      - -1\n");
    KeyValues point = SweepSection.of(document).points().get(1);
    ConfigDocument job = document.without("sweep").with(point);
    assertThatThrownBy(() -> RunConfig.of(job))
        .hasMessage("s.yaml:8: seed = -1, must be an integer in [0, inf)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{grid: {seed: 1}} | CONFIG_WRONG_TYPE | s.yaml:4: sweep.grid.seed: found the number 1,"
            + " must be a list of values for this key",
        "{grid: {seed: []}} | OPTION_OUT_OF_RANGE | s.yaml:4: sweep.grid.seed = [], must be a list"
            + " of at least one value",
        "{grid: [1]} | CONFIG_WRONG_TYPE | s.yaml:4: sweep.grid: found a list, must be a section"
            + " of keys such as train.optimizer.learningRate",
        "{grid: {a..b: [1]}} | CONFIG_UNKNOWN_KEY | s.yaml:4: sweep.grid.a..b: no key of a config,"
            + " which is such as train.optimizer.learningRate",
        "{list: [{seed: }]} | CONFIG_MISSING_KEY | s.yaml:4: sweep.list[0].seed: is given no value",
        "{list: [{a.0: 1}], grid: {'a[0]': [1]}} | CONFIG_CONFLICT | s.yaml:4: sweep.grid.a[0][0]: is"
            + " given at s.yaml:4 too; keep one of them",
        "{thread: 1} | CONFIG_UNKNOWN_KEY | s.yaml:4: sweep.thread: unknown key; did you mean"
            + " 'threads'?"
      })
  void refusals(String sweep, ErrorCode code, String message) {
    assertThatThrownBy(() -> points(sweep))
        .isInstanceOfSatisfying(
            EscapementException.class, e -> assertThat(e.code()).isEqualTo(code))
        .hasMessageStartingWith(message);
  }

  @Test
  void tooManyJobsAreRefusedBeforeTheyAreMade() {
    String hundred = "[" + "1,".repeat(99) + "1]";
    assertThatThrownBy(() -> points("{grid: {a: %1$s, b: %1$s, c: %1$s}}".formatted(hundred)))
        .hasMessage("s.yaml:4: sweep.grid.c: makes the jobs more than 100000, the most allowed");
  }

  @Test
  void theTextOfASweepMeansTheSame() {
    ConfigDocument document =
        document(
            "{grid: {seed: [1, 2], train.optimizer: [{type: gd, learningRate: 1e-7}]}, list:"
                + " [{model.activation: 'no'}, {'model.hidden[0]': 4}]}");
    SweepSection section = SweepSection.of(document);
    ConfigDocument again = ConfigDocument.parse("again", document.text("sweep", section));
    assertThat(SweepSection.of(again).points()).hasToString(section.points().toString());
    assertThat(again.without("sweep").tree())
        .hasToString(document.without("sweep").tree().toString());
    assertThat(SweepSection.of(again).threads()).isEqualTo(1);
  }
}
