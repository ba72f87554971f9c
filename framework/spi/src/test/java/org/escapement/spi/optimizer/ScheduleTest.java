package org.escapement.spi.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.optimizer.Schedule.Shape;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
  /** Worked out by hand; in plugin-sgd the same schedules stand beside PyTorch's. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.25, 0.25, 0.25", "1, 0.5, 0.5, 0.5", "2, 0.75, 0.75, 0.75",
    "3, 1, 1, 1", "4, 1, 1, 0.875", "5, 1, 0.5, 0.625",
    "6, 1, 0.5, 0.5", "7, 1, 0.25, 0.5", "1000000, 1, 0, 0.5",
  })
  void sharesAfterAWarmUpOfThree(long iteration, double constant, double step, double cosine) {
    assertThat(Schedule.constant(3).share(iteration)).isEqualTo(constant);
    assertThat(Schedule.step(3, 2, 0.5).share(iteration)).isEqualTo(step);
    assertThat(Schedule.cosine(3, 6, 0.5).share(iteration)).isCloseTo(cosine, within(1e-15));
  }

  @Test
  void cosineEndsAtZeroExactly() {
    assertThat(Schedule.cosine(0, 7, 0).share(0)).isEqualTo(1);
    assertThat(Schedule.cosine(0, 7, 0).share(7)).isZero();
    assertThat(Schedule.cosine(0, 7, 0).share(Long.MAX_VALUE)).isZero();
  }

  @Test
  void onlyARateThatChangesIsCounted() {
    LearningRate constant = new LearningRate(0.5, Schedule.constant());
    assertThat(constant.advance(constant.start(State.empty())).isEmpty()).isTrue();
    assertThat(constant.at(State.empty())).isEqualTo(0.5);
    LearningRate rising = new LearningRate(0.5, Schedule.constant(1));
    State state = rising.start(State.empty());
    assertThat(rising.at(state)).isEqualTo(0.25);
    assertThat(rising.at(rising.advance(state))).isEqualTo(0.5);
    assertThat(rising.advance(state).scalar("iteration")).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "-",
      delimiter = ';',
      value = {
        "COSINE;   0; -; 0.1; -; 0;   a schedule of type cosine needs the option 'steps'",
        "STEP;     0; -; 0.1; -; 0;   a schedule of type step needs the option 'every'",
        "COSINE;   9; -; 0.1; 9; 0;   'steps' = 9, must be more than 'warmup' = 9",
        "CONSTANT; 0; -; 0.1; 9; 0;   option 'steps' belongs to the type cosine, the type is"
            + " constant",
        "COSINE;   0; 5; 0.1; 9; 0;   option 'every' belongs to the type step, the type is cosine",
        "CONSTANT; 0; -; 0.5; -; 0;   option 'factor' belongs to the type step, the type is"
            + " constant",
        "STEP;     0; 5; 0.1; -; 0.2; option 'floor' belongs to the type cosine, the type is step",
      })
  void whatDoesNotGoTogetherIsRefused(
      Shape type, long warmup, Long every, double factor, Long steps, double floor, String why) {
    OptionSchema<Schedule> schema = OptionSchema.of(Schedule.class);
    assertThatThrownBy(() -> schema.create(type, warmup, every, factor, steps, floor))
        .isInstanceOf(EscapementException.class)
        .hasMessage(why)
        .extracting(refused -> ((EscapementException) refused).code())
        .isEqualTo(ErrorCode.OPTION_OUT_OF_RANGE);
  }
}
