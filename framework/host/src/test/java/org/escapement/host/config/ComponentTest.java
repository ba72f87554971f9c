package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.host.config.Failures.assertLine;

import java.util.stream.Stream;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ComponentTest {
  private static final OptionSchema<TestComponents.Sgd> SGD =
      OptionSchema.of(TestComponents.Sgd.class);

  private static Component second(String options) {
    String text =
        """
        model: {type: mlp}
        minima: [sharp]
        analyze:
          optimizers:
            - {type: gd}
            - type: sgd
              %s
        """;
    return RunConfig.of(ConfigDocument.parse("run.yaml", text.formatted(options)))
        .analyze()
        .optimizers()
        .get(1);
  }

  @Test
  void bindsOnceTheSchemaIsKnown() {
    Component component = second("learningRate: 0.5");
    assertThat(component.type()).isEqualTo("sgd");
    assertThat(component.path()).isEqualTo("analyze.optimizers[1]");
    assertThat(component.bind(SGD)).isEqualTo(new TestComponents.Sgd(0.5, 1, false));
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            "learningRate: -1.0",
            "ESC-201 run.yaml:7: analyze.optimizers[1].learningRate = -1.0, must be a number in (0,"
                + " inf)"),
        Arguments.of(
            "learningRate: NaN",
            "ESC-201 run.yaml:7: analyze.optimizers[1].learningRate = NaN, must be a number in (0,"
                + " inf)"),
        Arguments.of(
            "learningRate: .nan",
            "ESC-201 run.yaml:7: analyze.optimizers[1].learningRate = .nan, must be a number in (0,"
                + " inf)"),
        Arguments.of(
            "learningRate: \"0.1\"",
            "ESC-103 run.yaml:7: analyze.optimizers[1].learningRate: found the text '0.1', must be"
                + " a number in (0, inf) without quotes"),
        Arguments.of(
            "learningrate: 0.1",
            "ESC-102 run.yaml:7: analyze.optimizers[1].learningrate: unknown key; did you mean"
                + " 'learningRate'? allowed: learningRate, batchSize, replacement"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesAtTheLineOfTheKey(String option, String line) {
    assertLine(() -> second(option).bind(SGD), line);
  }

  @Test
  void placesFailuresOfTheCaller() {
    Component component = second("batchSize: 8");
    assertLine(
        () -> {
          throw component.error(ErrorCode.COMPONENT_UNKNOWN, "type", "no optimizer 'sgd'");
        },
        "ESC-301 run.yaml:6: analyze.optimizers[1].type: no optimizer 'sgd'");
    assertLine(
        () -> {
          throw component.error(ErrorCode.DATA_MISMATCH, "batchSize", "8 of 4 examples");
        },
        "ESC-403 run.yaml:7: analyze.optimizers[1].batchSize: 8 of 4 examples");
  }

  record Typed(@Option(value = "a", description = "clashes") String type) {}

  @Test
  void refusesAnOptionNamedType() {
    assertLine(
        () -> second("learningRate: 1").bind(OptionSchema.of(Typed.class)),
        "ESC-202 "
            + Typed.class.getName()
            + ": an option cannot be named 'type', which names the component");
  }

  @Test
  void isEqualByTypeAndWrittenOptions() {
    Component one = second("learningRate: 1e-1");
    assertThat(one)
        .isEqualTo(second("learningRate: 0.10"))
        .hasSameHashCodeAs(second("learningRate: 0.10"))
        .isNotEqualTo(second("learningRate: 0.2"))
        .isNotEqualTo(second("learningRate: '0.1'"))
        .isNotEqualTo(Component.of("gd", new TestComponents.Sgd(0.1, 1, false)));
    assertThat(one.resolve(SGD))
        .isEqualTo(Component.of("sgd", new TestComponents.Sgd(0.1, 1, false)));
    assertThat(one.resolve(SGD).path()).isEqualTo(one.path());
  }
}
