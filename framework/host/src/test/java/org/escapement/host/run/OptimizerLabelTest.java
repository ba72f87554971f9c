package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.escapement.host.config.Component;
import org.escapement.spi.optimizer.Schedule;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;

class OptimizerLabelTest {
  record Options(
      @Option(value = "0.1", range = "(0, inf)", description = "step size") double learningRate,
      @Option(value = Option.ABSENT, description = "examples in a batch") Integer batchSize,
      @Option(value = "{}", description = "how the rate changes") Schedule schedule) {}

  record WithoutRate(@Option(value = "0.95", description = "decay") double rho) {}

  @Test
  void aConstantScheduleIsNotMentioned() {
    NamedOptimizer optimizer = named(new Options(0.1, null, Schedule.constant()));
    assertThat(optimizer.label()).isEqualTo("sgd(learningRate=0.1)");
    assertThat(optimizer.optionValues().get("schedule"))
        .isEqualTo(Map.of("type", "constant", "warmup", 0L, "factor", 0.1, "floor", 0.0));
  }

  record OneByOne(
      @Option(value = "0.1", description = "step size") double learningRate,
      @Option(value = "1", description = "examples in a batch") int batchSize) {}

  @Test
  void theBatchSizeIsShownAtItsDefaultToo() {
    OneByOne options = new OneByOne(0.1, 1);
    NamedOptimizer optimizer =
        new NamedOptimizer(
            OptionSchema.of(OneByOne.class), Component.of("sgd", options), options, null);
    assertThat(optimizer.label()).isEqualTo("sgd(learningRate=0.1, batchSize=1)");
  }

  @Test
  void ofAScheduleThatIsNoneOfItsDefaults() {
    assertThat(named(new Options(0.5, 4, Schedule.cosine(10, 100, 0))).label())
        .isEqualTo(
            "sgd(learningRate=0.5, batchSize=4, schedule={type=cosine, warmup=10, steps=100})");
  }

  @Test
  void anOptimizerNeedsNoLearningRate() {
    NamedOptimizer optimizer =
        new NamedOptimizer(
            OptionSchema.of(WithoutRate.class),
            Component.of("adadelta", new WithoutRate(0.9)),
            new WithoutRate(0.9),
            null);
    assertThat(optimizer.learningRate()).isEmpty();
    assertThat(optimizer.label()).isEqualTo("adadelta(rho=0.9)");
  }

  private static NamedOptimizer named(Options options) {
    return new NamedOptimizer(
        OptionSchema.of(Options.class), Component.of("sgd", options), options, null);
  }
}
