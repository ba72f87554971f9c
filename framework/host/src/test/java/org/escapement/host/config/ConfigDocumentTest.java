package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.host.config.Failures.assertLine;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.escapement.spi.error.EscapementException;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDocumentTest {
  private static ConfigDocument parse(String text) {
    return ConfigDocument.parse("run.yaml", text);
  }

  static Stream<Arguments> refusedTexts() {
    return Stream.of(
        Arguments.of("", "ESC-101 run.yaml:1: is empty, must be a section of keys"),
        Arguments.of("# nothing\n", "ESC-101 run.yaml:1: is empty, must be a section of keys"),
        Arguments.of(
            "- seed: 1\n",
            "ESC-103 run.yaml:1: found a list at the top, must be a section of keys"),
        Arguments.of(
            "seed 1\n",
            "ESC-103 run.yaml:1: found the text 'seed 1' at the top, must be a section of keys"),
        Arguments.of(
            "seed: 1\nloss: mse\nseed: 2\n",
            "ESC-105 run.yaml:3: the key 'seed' is given twice, first at run.yaml:1"),
        Arguments.of(
            "analyze:\n  warmup: 1\n  warmup: 1\n",
            "ESC-105 run.yaml:3: the key 'warmup' is given twice, first at run.yaml:2"),
        Arguments.of(
            "train:\n\toptimizer: {type: gd}\n",
            "ESC-101 run.yaml:2: not YAML: found character '\\t(TAB)' that cannot start any token."
                + " (Do not use \\t(TAB) for indentation) (while scanning for the next token)"),
        Arguments.of(
            "seed: 1\nmodel: {type: mlp\n",
            "ESC-101 run.yaml:3: not YAML: expected ',' or '}', but got <stream end> (while parsing"
                + " a flow mapping from line 2)"),
        Arguments.of(
            "seed: 1\n loss: mse\n",
            "ESC-101 run.yaml:2: not YAML: mapping values are not allowed here"),
        Arguments.of(
            "seed: 1\n---\nseed: 2\n",
            "ESC-101 run.yaml:3: a second document starts here; a config is one document"),
        Arguments.of(
            "seed: 1\nloss: m\u0007se\n",
            "ESC-101 run.yaml:2: not YAML: the character U+0007 is not allowed"),
        Arguments.of(
            "a: &a [1, 1]\nb: *a\n",
            "ESC-101 run.yaml:2: the alias *a is not supported; write it out"),
        Arguments.of(
            "a: 1\nb: !!float 3\n",
            "ESC-101 run.yaml:2: tags (such as !!float) are not supported; write the value without"
                + " one"));
  }

  @ParameterizedTest
  @MethodSource("refusedTexts")
  void refusesWhatIsNotASectionOfKeys(String text, String line) {
    assertLine(() -> parse(text), line);
  }

  @Test
  void refusesFilesThatCannotBeText(@TempDir Path folder) throws IOException {
    Path missing = folder.resolve("missing.yaml");
    assertLine(() -> ConfigDocument.read(missing), "ESC-101 " + missing + ": no such file");
    assertLine(
        () -> ConfigDocument.read(folder),
        "ESC-101 " + folder + ": is a directory, must be a YAML file");

    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "seed: 1\n# größe\n".getBytes(StandardCharsets.ISO_8859_1));
    assertLine(() -> ConfigDocument.read(latin), "ESC-101 " + latin + ":2: not UTF-8 text");

    Path truncated = folder.resolve("truncated.yaml");
    Files.write(truncated, new byte[] {'a', ':', ' ', (byte) 0xC3});
    assertLine(() -> ConfigDocument.read(truncated), "ESC-101 " + truncated + ":1: not UTF-8 text");

    Path huge = folder.resolve("huge.yaml");
    Files.write(huge, new byte[(1 << 20) + 1]);
    assertLine(
        () -> ConfigDocument.read(huge),
        "ESC-101 " + huge + ": is larger than 1 MiB, the most a config may have");
  }

  @Test
  void skipsAByteOrderMark(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("run.yaml"), "\uFEFFseed: 3\n");
    assertThat(ConfigDocument.read(file).tree().path("seed").intValue()).isEqualTo(3);
  }

  @Test
  void keepsWhatYaml12CallsText() {
    var tree = parse("a: yes\nb: 010\nc: 0x10\nd: .nan\ne: '1'\nf: True\ng: 1_000\nh:\n").tree();
    assertThat(tree.path("a").textValue()).isEqualTo("yes");
    assertThat(tree.path("b").textValue()).isEqualTo("010");
    assertThat(tree.path("c").textValue()).isEqualTo("0x10");
    assertThat(tree.path("d").textValue()).isEqualTo(".nan");
    assertThat(tree.path("e").textValue()).isEqualTo("1");
    assertThat(tree.path("f").booleanValue()).isTrue();
    assertThat(tree.path("g").intValue()).isEqualTo(1000);
    assertThat(tree.path("h").isMissingNode()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{a: ", "- ", "? ", "a: &x [", "!!seq [", "\"", "- - - -\n", "*a "})
  void refusesBombsQuickly(String piece) {
    String text = "a: " + piece.repeat(1_000_000 / piece.length());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20),
        () ->
            assertThat(Assertions.assertThrows(RuntimeException.class, () -> parse(text)))
                .isInstanceOf(EscapementException.class));
  }

  @Test
  void readsAMegabyteBelowALongKeyQuickly() {
    String text = "x".repeat(400_000) + "\n: [" + "1,".repeat(250_000) + "1]";
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(20), () -> assertThat(parse("? " + text).tree()).hasSize(1));
  }

  static Stream<Arguments> overrides() {
    return Stream.of(
        Arguments.of("seed=7", "/seed", "7"),
        Arguments.of(
            "analyze.optimizers.0.learningRate=0.5", "/analyze/optimizers/0/learningRate", "0.5"),
        Arguments.of("analyze.optimizers[1].type=adam", "/analyze/optimizers/1/type", "\"adam\""),
        Arguments.of("escape.trials=3", "/escape/trials", "3"),
        Arguments.of("train.until.loss=1e-3", "/train/until/loss", "0.001"),
        Arguments.of("minima=[a, b=c]", "/minima", "[\"a\",\"b=c\"]"),
        Arguments.of("train=null", "/train", "null"),
        Arguments.of("model={type: mlp, hidden: [3]}", "/model/hidden/0", "3"));
  }

  @ParameterizedTest
  @MethodSource("overrides")
  void replacesOneValue(String expression, String pointer, String json) {
    ConfigDocument before =
        parse("seed: 1\ntrain:\nanalyze: {optimizers: [{type: gd}, {type: sgd}]}\n");
    assertThat(before.with(expression).tree().at(pointer)).hasToString(json);
    assertThat(before.tree().at("/seed")).hasToString("1");
    assertThat(before.tree().at("/analyze/optimizers/1/type")).hasToString("\"sgd\"");
  }

  static Stream<Arguments> refusedOverrides() {
    return Stream.of(
        Arguments.of(
            "seed",
            "ESC-101 --set seed: must have the form key.key=value, such as"
                + " train.maxIterations=1000"),
        Arguments.of(
            "train..loss=1",
            "ESC-101 --set train..loss=1: must have the form key.key=value, such as"
                + " train.maxIterations=1000"),
        Arguments.of(
            "=1",
            "ESC-101 --set =1: must have the form key.key=value, such as train.maxIterations=1000"),
        Arguments.of(
            "seed.x=1",
            "ESC-103 --set seed.x=1: seed: found the number 1, must be a section or a list"),
        Arguments.of(
            "analyze.optimizers.2.type=gd",
            "ESC-102 --set analyze.optimizers.2.type=gd: analyze.optimizers: found a list of 1"
                + " element, counted from 0; there is no element '2'"),
        Arguments.of(
            "analyze.optimizers.type=gd",
            "ESC-102 --set analyze.optimizers.type=gd: analyze.optimizers: found a list of 1"
                + " element, counted from 0; there is no element 'type'"),
        Arguments.of(
            "seed=[1",
            "ESC-101 --set seed=[1: not YAML: expected ',' or ']', but got <stream end> (while"
                + " parsing a flow sequence from line 1)"));
  }

  @ParameterizedTest
  @MethodSource("refusedOverrides")
  void refusesAnOverrideThatHasNoPlace(String expression, String line) {
    ConfigDocument document = parse("seed: 1\nanalyze: {optimizers: [{type: gd}]}\n");
    assertLine(() -> document.with(expression), line);
  }
}
