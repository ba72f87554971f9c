package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.host.config.Failures.assertLine;

import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A schedule as a section of an optimizer. */
class ScheduleBindingTest {
  private static final OptionSchema<Options> SCHEMA = OptionSchema.of(Options.class);

  record Options(
      @Option(value = "0.1", range = "(0, inf)", description = "step size") double learningRate,
      @Option(value = "{}", description = "how the rate changes") Schedule schedule) {}

  @Test
  void isConstantWhereNothingIsSaid() {
    assertThat(component("").bind(SCHEMA).schedule()).isEqualTo(Schedule.constant());
    OptionBinder.checkDeclaration(SCHEMA);
  }

  @Test
  void isRead() {
    Component cosine = component("schedule: {type: cosine, steps: 1000, warmup: 100}");
    assertThat(cosine.bind(SCHEMA).schedule()).isEqualTo(Schedule.cosine(100, 1000, 0));
    assertThat(cosine.resolve(SCHEMA).bind(SCHEMA)).isEqualTo(cosine.bind(SCHEMA));
    assertThat(component("schedule: {type: step, every: 30, factor: 0.5}").bind(SCHEMA).schedule())
        .isEqualTo(Schedule.step(0, 30, 0.5));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "{type: cosine};         ESC-201 run.yaml:3: train.optimizer.schedule: a schedule of type"
            + " cosine needs the option 'steps'",
        "{steps: 10};            ESC-201 run.yaml:3: train.optimizer.schedule: option 'steps'"
            + " belongs to the type cosine, the type is constant",
        "{type: step, every: 0}; ESC-201 run.yaml:3: train.optimizer.schedule.every = 0, must be an"
            + " integer in [1, inf)",
      })
  void badCombinationsAreRefusedWithTheirPlace(String schedule, String line) {
    assertLine(() -> component("schedule: " + schedule).bind(SCHEMA), line);
  }

  private static Component component(String options) {
    String text = "model: {type: mlp}\ntrain:\n  optimizer: {type: sgd%s}\n";
    return RunConfig.of(
            ConfigDocument.parse(
                "run.yaml", text.formatted(options.isEmpty() ? "" : ", " + options)))
        .train()
        .optimizer();
  }
}
