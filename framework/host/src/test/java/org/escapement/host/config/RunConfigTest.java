package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;
import static org.escapement.host.config.Failures.assertLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.escapement.lab.escape.Direction;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Loss;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RunConfigTest {
  private static final String EXAMPLE =
      """
      seed: 1
      data:    {type: idx, dir: ../fashion-mnist, train: 1000}
      model:   {type: mlp, hidden: [500, 500, 500], activation: relu}
      loss:    mse
      train:   {optimizer: {type: gd, learningRate: 0.5}, until: {loss: 1.0e-4}, maxIterations: 60000}
      analyze: {optimizers: [{type: gd, learningRate: 0.5}, {type: sgd, learningRate: 0.1, batchSize: 4}]}
      escape:
        perturbation: 1.0e-5
        trials: 20
        maxIterations: 1500
        optimizers:
          - {type: sgd, learningRate: 0.1, batchSize: 4}
          - type: sgd
            learningRate: 1e-3
      """;

  private static RunConfig bind(String text) {
    return RunConfig.of(ConfigDocument.parse("run.yaml", text));
  }

  @Test
  void readsTheExample() {
    RunConfig config = bind(EXAMPLE);
    assertThat(config.seed()).isEqualTo(1);
    assertThat(config.precision()).isEqualTo(Precision.FLOAT);
    assertThat(config.loss()).isEqualTo(Loss.MEAN_SQUARED_ERROR);
    assertThat(config.model().type()).isEqualTo("mlp");
    assertThat(config.train().optimizer().path()).isEqualTo("train.optimizer");
    assertThat(config.analyze().optimizers()).hasSize(2);
    assertThat(config.escape().optimizers().get(1).path()).isEqualTo("escape.optimizers[1]");
  }

  @Test
  void pinsTheDefaults() {
    RunConfig config = bind("{model: {type: quadratic}, train: {optimizer: {type: gd}}}");
    assertThat(config)
        .isEqualTo(
            new RunConfig(
                1,
                Precision.FLOAT,
                4096,
                null,
                config.model(),
                Loss.MEAN_SQUARED_ERROR,
                new TrainSection(
                    config.train().optimizer(), new UntilSection(1e-4), 60000, 0, 0, 1e-2),
                null,
                null,
                null,
                new AnalyzeSection(
                    List.of(), 1e-4, 2000, 20, List.of(), false, 256, 20_000, null, List.of(), 0),
                null));
    RunConfig escaping =
        bind("{model: {type: toy}, minima: [a], escape: {optimizers: [{type: gd}]}}");
    assertThat(escaping.escape())
        .isEqualTo(
            new EscapeSection(
                1e-5,
                Direction.RANDOM,
                20,
                null,
                null,
                true,
                null,
                0,
                true,
                escaping.escape().optimizers()));
    assertThat(escaping.minima()).containsExactly("a");
  }

  @Test
  void readsAComparison() {
    RunConfig config = bind("{model: {type: toy}, compare: {optimizers: [{type: gd}]}}");
    assertThat(config.compare())
        .isEqualTo(
            new CompareSection(
                config.compare().optimizers(),
                List.of(1L, 2L, 3L),
                new UntilSection(1e-4),
                60_000,
                0));
  }

  @Test
  void refusesToCompareAnOptimizerWithItself() {
    RunConfig config =
        bind(
            "model: {type: mlp, hidden: [2]}\ncompare:\n  optimizers:\n  - {type: sgd, learningRate: 0.1}\n"
                + "  - {type: gd}\n  - {type: sgd}\n");
    assertThatThrownBy(() -> config.resolve(new TestComponents()))
        .hasMessage("run.yaml:6: compare.optimizers[2]: is the same as compare.optimizers[0]");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nanalyze: {batchSizes: [1, 4, 1]}\n",
            "ESC-201 run.yaml:3: analyze: option 'batchSizes' = [1, 4, 1], must name none twice"),
        Arguments.of(
            "seed: 1",
            "ESC-104 run.yaml:1: model: missing, must be a section (the model, with its options)"),
        Arguments.of(
            "model: {type: toy}\n",
            "ESC-105 run.yaml:1: one of 'train', 'minima', 'parameters' and 'compare' is needed, found"
                + " none"),
        Arguments.of(
            "model: {type: toy}\ntrain: {optimizer: {type: gd}}\nminima: [a]\n",
            "ESC-105 run.yaml:3: minima: cannot stand beside 'train' (run.yaml:2); keep one of"
                + " them"),
        Arguments.of(
            "model: {type: toy}\ntrain: {optimizer: {type: gd}}\n"
                + "compare: {optimizers: [{type: gd}]}\n",
            "ESC-105 run.yaml:3: compare: cannot stand beside 'train' (run.yaml:2); keep one of"
                + " them"),
        Arguments.of(
            "model: {type: toy}\ncompare:\n  optimizers: []\n",
            "ESC-201 run.yaml:3: compare.optimizers = [], must be a list of at least one"
                + " optimizer"),
        Arguments.of(
            "model: {type: toy}\ncompare:\n  optimizers: [{type: gd}]\n  seeds: []\n",
            "ESC-201 run.yaml:4: compare.seeds = [], must be a list of at least one seed"),
        Arguments.of(
            "model: {type: toy}\ncompare:\n  optimizers: [{type: gd}]\n  seeds: [3, 1, 3]\n",
            "ESC-105 run.yaml:4: compare.seeds[2]: 3 is the same as compare.seeds[0]"),
        Arguments.of(
            "model: {type: toy}\ncompare: {optimizers: [{type: gd}]}\n"
                + "escape: {optimizers: [{type: gd}]}\n",
            "ESC-105 run.yaml:3: escape: cannot stand beside 'compare', whose optimizers are"
                + " analysed at every minimum"),
        Arguments.of(
            "model: {type: toy}\ncompare: {optimizers: [{type: gd}]}\n"
                + "analyze: {optimizers: [{type: gd}]}\n",
            "ESC-105 run.yaml:3: analyze.optimizers: cannot stand beside 'compare', whose"
                + " optimizers are analysed at every minimum"),
        Arguments.of(
            "model: {type: toy}\nminima: []\n",
            "ESC-201 run.yaml:2: minima = [], must be a list of at least one name"),
        Arguments.of(
            "model: {type: toy}\ntrain:\n  maxIterations: 5\n",
            "ESC-104 run.yaml:2: train.optimizer: missing, must be a section (the optimizer that"
                + " trains the model, with its options)"),
        Arguments.of(
            "model: {type: toy}\ntrain:\n  optimizer: {type: gd}\n  maxIteration: 5\n",
            "ESC-102 run.yaml:4: train.maxIteration: unknown key; did you mean 'maxIterations'?"
                + " allowed: optimizer, until, maxIterations, evaluateEvery, sharpnessEvery,"
                + " sharpnessTolerance"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nloss: mae\n",
            "ESC-201 run.yaml:3: loss = 'mae', must be mse | half-squared-error | cross-entropy"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nseed: -1\n",
            "ESC-201 run.yaml:3: seed = -1, must be an integer in [0, inf)"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nanalyze: {tolerance: 1}\n",
            "ESC-201 run.yaml:3: analyze.tolerance = 1.0, must be a number in (0, 1)"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nescape:\n  perturbation: 0.5\n  distance: 0.25\n"
                + "  optimizers: []\n",
            "ESC-105 run.yaml:4: escape.perturbation: found 0.5, must be less than"
                + " escape.distance = 0.25"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nescape:\n",
            "ESC-103 run.yaml:3: escape: found no value, must be a section of: perturbation,"
                + " direction, trials, maxIterations, distance, predict, control, recordEvery,"
                + " recordSharpness, optimizers"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nescape:\n  control: 0.7\n  predict: false\n"
                + "  optimizers: [{type: gd}]\n",
            "ESC-105 run.yaml:4: escape.control: needs the critical learning rate, which"
                + " escape.predict = false leaves unknown"),
        Arguments.of(
            "model: {type: toy}\nminima: [a]\nescape:\n  direction: up\n"
                + "  optimizers: [{type: gd}]\n",
            "ESC-201 run.yaml:4: escape.direction = 'up', must be random | top-mode |"
                + " both-top-modes"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refuses(String text, String line) {
    assertLine(() -> bind(text), line);
  }

  @Test
  void readsAFileWithOverrides(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), EXAMPLE);
    RunConfig config =
        RunConfig.read(file, List.of("train=null", "minima=[flat]", "escape.distance=0.5"));
    assertThat(config.train()).isNull();
    assertThat(config.minima()).containsExactly("flat");
    assertThat(config.escape().distance()).isEqualTo(0.5);
    assertLine(
        () -> RunConfig.read(file, List.of("minima=[flat]")),
        "ESC-105 --set minima=[flat]: minima: cannot stand beside 'train' ("
            + file
            + ":5); keep one of them");
  }

  @Test
  void resolvedConfigReadsBackAsAnEqualOne(@TempDir Path folder) throws IOException {
    ResolvedConfig resolved = ResolvedConfig.of(bind(EXAMPLE), new TestComponents());
    Path file = folder.resolve("config.resolved.yaml");
    resolved.write(file);
    assertThat(file)
        .content()
        .isEqualTo(resolved.text())
        .isEqualTo(
            """
            seed: 1
            precision: float
            memory: 4096
            data:
              type: idx
              dir: ../fashion-mnist
              train: 1000
            model:
              type: mlp
              hidden:
              - 500
              - 500
              - 500
              activation: relu
            loss: mse
            train:
              optimizer:
                type: gd
                learningRate: 0.5
                batchSize: 1
                replacement: false
              until:
                loss: 1.0E-4
              maxIterations: 60000
              evaluateEvery: 0
              sharpnessEvery: 0
              sharpnessTolerance: 0.01
            analyze:
              optimizers:
              - type: gd
                learningRate: 0.5
                batchSize: 1
                replacement: false
              - type: sgd
                learningRate: 0.1
                batchSize: 4
                replacement: false
              tolerance: 1.0E-4
              maxProducts: 2000
              warmup: 20
              batchSizes: []
              withReplacement: false
              modes: 256
              exponentSteps: 20000
              layers: []
              spectrum: 0
            escape:
              perturbation: 1.0E-5
              direction: random
              trials: 20
              maxIterations: 1500
              predict: true
              recordEvery: 0
              recordSharpness: true
              optimizers:
              - type: sgd
                learningRate: 0.1
                batchSize: 4
                replacement: false
              - type: sgd
                learningRate: 0.001
                batchSize: 1
                replacement: false
            """);
    RunConfig again = RunConfig.read(file, List.of());
    assertThat(again).isEqualTo(resolved.config());
    assertThat(ResolvedConfig.of(again, new TestComponents()).text()).isEqualTo(resolved.text());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        " ",
        "yes",
        "no",
        "on",
        "y",
        "true",
        "null",
        "~",
        "NaN",
        ".nan",
        ".inf",
        "inf",
        "1",
        "1e3",
        "0x10",
        "010",
        "1_000",
        "-",
        "- a",
        "a: b",
        "a:",
        "#x",
        "a #x",
        "*a",
        "&a",
        "!a",
        "%a",
        "@a",
        "`a`",
        "'",
        "\"",
        "{",
        "[a]",
        ",",
        "?",
        "|",
        ">",
        "=",
        "<<",
        "2001-01-01",
        "..",
        "a\nb",
        "a\n",
        "\n",
        " a\n  b\n",
        "a\tb",
        "\t",
        "a\r\nb",
        "ü",
        "日本",
        "😀",
        "\u0007",
        "\u2028",
        "a\\b",
        "---",
        "...",
        "a b",
        "trailing ",
        "\uFEFFx",
        "0.5.",
        "1:30"
      })
  void resolvedConfigKeepsAnyText(String text) {
    RunConfig config =
        new RunConfig(
            1,
            Precision.DOUBLE,
            64,
            null,
            Component.of(
                "mlp", new TestComponents.Network(List.of(), TestComponents.Activation.TANH)),
            Loss.MEAN_SQUARED_ERROR,
            null,
            List.of(text, "second"),
            null,
            null,
            new AnalyzeSection(
                List.of(), 0.1 + 0.2, 1, 0, List.of(3), true, 7, 2000, 0.3, List.of("layers.0"), 5),
            null);
    String written = ResolvedConfig.of(config, new TestComponents()).text();
    assertThat(bind(written)).isEqualTo(config);
  }

  @Test
  void resolvingPlacesFailures() {
    assertLine(
        () ->
            ResolvedConfig.of(
                bind(EXAMPLE.replace("- type: sgd", "- type: sdg")), new TestComponents()),
        "ESC-301 run.yaml:13: escape.optimizers[1].type: no optimizer 'sdg'");
    assertLine(
        () -> ResolvedConfig.of(bind(EXAMPLE.replace("1e-3", "1e-999")), new TestComponents()),
        "ESC-201 run.yaml:14: escape.optimizers[1].learningRate = 0.0, must be a number in (0,"
            + " inf)");
  }

  @Test
  void anyMutationBindsOrFailsWithOneLine(@TempDir Path folder) {
    byte[] valid = EXAMPLE.getBytes(StandardCharsets.UTF_8);
    SplittableRandom random = new SplittableRandom(20181);
    Path file = folder.resolve("run.yaml");
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(120),
        () -> {
          int bound = 0;
          for (int trial = 0; trial < 2000; trial++) {
            byte[] mutated = valid;
            for (int i = random.nextInt(1, 4); i > 0; i--) {
              mutated = mutate(mutated, random);
            }
            Files.write(file, mutated);
            try {
              ResolvedConfig resolved =
                  ResolvedConfig.of(RunConfig.read(file, List.of()), new TestComponents());
              assertThat(bind(resolved.text())).isEqualTo(resolved.config());
              bound++;
            } catch (EscapementException e) {
              assertThat(e.getMessage()).doesNotContain("\n", "\r").hasSizeLessThan(1000);
            } catch (RuntimeException e) {
              fail("trial " + trial + ": " + new String(mutated, StandardCharsets.UTF_8), e);
            }
          }
          assertThat(bound).isBetween(20, 1980);
        });
  }

  private static byte[] mutate(byte[] text, SplittableRandom random) {
    if (text.length < 2) {
      return text;
    }
    byte[] changed = text.clone();
    int at = random.nextInt(text.length);
    switch (random.nextInt(5)) {
      case 0 -> changed[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> {
        int length = Math.min(text.length - at, random.nextInt(1, 8));
        System.arraycopy(text, at + length, changed, at, text.length - at - length);
        changed = Arrays.copyOf(changed, text.length - length);
      }
      case 2 -> {
        // truncation loses most of the text, so it is the rare case
        if (random.nextInt(4) == 0) {
          changed = Arrays.copyOf(text, at);
        }
      }
      case 3 -> {
        byte[] characters = "[]{}:,-'\"#&*!|>%@?\t\n .~0".getBytes(StandardCharsets.US_ASCII);
        changed[at] = characters[random.nextInt(characters.length)];
      }
      default -> {
        int from = random.nextInt(text.length);
        int length = Math.min(text.length - Math.max(at, from), random.nextInt(1, 12));
        System.arraycopy(text, from, changed, at, length);
      }
    }
    return changed;
  }
}
