package org.escapement.host.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.escapement.host.config.Failures.assertLine;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class OptionBinderTest {
  record Inner(
      @Option(value = "2", range = "[0, 9]", description = "a digit") int digit,
      @Option(value = "{}", description = "deeper") Deeper deeper) {}

  record Deeper(@Option(value = "x", description = "text") String text) {}

  record Everything(
      @Option(value = "1", range = "[1, inf)", description = "int") int count,
      @Option(value = "5", description = "long") long big,
      @Option(value = "0.5", range = "(0, inf)", description = "double") double rate,
      @Option(value = "true", description = "boolean") boolean flag,
      @Option(value = "", description = "text") String text,
      @Option(value = "float", description = "enum") Precision precision,
      @Option(value = Option.ABSENT, range = "[0, 1]", description = "absent") Double maybe,
      @Option(value = Option.ABSENT, description = "absent") Integer maybeInt,
      @Option(value = Option.ABSENT, description = "absent") Long maybeLong,
      @Option(value = Option.ABSENT, description = "absent") Boolean maybeFlag,
      @Option(value = "{}", description = "nested") Inner inner,
      @Option(value = "[1, 2]", range = "[0, inf)", description = "list") List<Integer> widths,
      @Option(value = "[]", range = "[-1, 1]", description = "matrices")
          List<List<List<Double>>> matrices,
      @Option(value = "[]", description = "sections") List<Inner> inners,
      @Option(value = "[]", description = "names") List<Precision> precisions,
      @Option(value = Option.ABSENT, description = "component") Component component) {}

  record Needy(
      @Option(range = "(0, inf)", description = "the rate of it") double rate,
      @Option(value = "{}", description = "nested") Inner inner) {}

  record Checked(@Option(value = "1", description = "odd") int odd) {
    Checked {
      if (odd % 2 == 0) {
        throw new IllegalArgumentException("odd = " + odd + ", must be odd");
      }
    }
  }

  private static <R extends Record> R bind(Class<R> type, String text) {
    return OptionBinder.bind(ConfigDocument.parse("run.yaml", text), OptionSchema.of(type));
  }

  private static Everything everything(String text) {
    return bind(Everything.class, text);
  }

  @Test
  void takesEveryDefaultFromTheDeclaration() {
    assertThat(everything("{}"))
        .isEqualTo(
            new Everything(
                1,
                5,
                0.5,
                true,
                "",
                Precision.FLOAT,
                null,
                null,
                null,
                null,
                new Inner(2, new Deeper("x")),
                List.of(1, 2),
                List.of(),
                List.of(),
                List.of(),
                null));
  }

  @Test
  void bindsEveryKind() {
    Everything bound =
        everything(
            """
            count: 1e3
            big: 9223372036854775807
            rate: 1_000
            flag: false
            text: "0.1"
            precision: double
            maybe: 1
            maybeInt: 1000.0
            maybeLong: -3
            maybeFlag: null
            inner: {digit: 3}
            widths: []
            matrices: [[[1, 0], [0, -0.5]], [[]]]
            inners: [{}, {digit: 4, deeper: {text: y}}]
            precisions: [double, float]
            component: {type: gd, learningRate: 0.1}
            """);
    assertThat(bound)
        .isEqualTo(
            new Everything(
                1000,
                Long.MAX_VALUE,
                1000,
                false,
                "0.1",
                Precision.DOUBLE,
                1.0,
                1000,
                -3L,
                null,
                new Inner(3, new Deeper("x")),
                List.of(),
                List.of(List.of(List.of(1.0, 0.0), List.of(0.0, -0.5)), List.of(List.of())),
                List.of(new Inner(2, new Deeper("x")), new Inner(4, new Deeper("y"))),
                List.of(Precision.DOUBLE, Precision.FLOAT),
                bound.component()));
    assertThat(bound.component().type()).isEqualTo("gd");
  }

  static Stream<Arguments> refused() {
    return Stream.of(
        Arguments.of("rate: -1", "ESC-201 run.yaml:1: rate = -1.0, must be a number in (0, inf)"),
        Arguments.of("rate: 0", "ESC-201 run.yaml:1: rate = 0.0, must be a number in (0, inf)"),
        Arguments.of("rate: .nan", "ESC-201 run.yaml:1: rate = .nan, must be a number in (0, inf)"),
        Arguments.of("rate: NaN", "ESC-201 run.yaml:1: rate = NaN, must be a number in (0, inf)"),
        Arguments.of("rate: 'NaN'", "ESC-201 run.yaml:1: rate = NaN, must be a number in (0, inf)"),
        Arguments.of("rate: .inf", "ESC-201 run.yaml:1: rate = .inf, must be a number in (0, inf)"),
        Arguments.of(
            "rate: -.INF", "ESC-201 run.yaml:1: rate = -.INF, must be a number in (0, inf)"),
        Arguments.of(
            "rate: Infinity", "ESC-201 run.yaml:1: rate = Infinity, must be a number in (0, inf)"),
        Arguments.of(
            "rate: 1e400", "ESC-201 run.yaml:1: rate = 1E+400, must be a number in (0, inf)"),
        Arguments.of(
            "rate: '0.1'",
            "ESC-103 run.yaml:1: rate: found the text '0.1', must be a number in (0, inf) without"
                + " quotes"),
        Arguments.of(
            "rate: fast",
            "ESC-103 run.yaml:1: rate: found the text 'fast', must be a number in (0, inf)"),
        Arguments.of(
            "rate: 010",
            "ESC-103 run.yaml:1: rate: found the text '010', must be a number in (0, inf)"),
        Arguments.of(
            "rate: 1e9999999999999",
            "ESC-103 run.yaml:1: rate: found the text '1e9999999999999', must be a number in (0,"
                + " inf)"),
        Arguments.of(
            "rate: true",
            "ESC-103 run.yaml:1: rate: found the boolean true, must be a number in (0, inf)"),
        Arguments.of(
            "rate: [1]", "ESC-103 run.yaml:1: rate: found a list, must be a number in (0, inf)"),
        Arguments.of(
            "rate: null", "ESC-103 run.yaml:1: rate: found null, must be a number in (0, inf)"),
        Arguments.of(
            "text: a\nrate:\nflag: true",
            "ESC-103 run.yaml:2: rate: found no value, must be a number in (0, inf)"),
        Arguments.of(
            "maybe:", "ESC-103 run.yaml:1: maybe: found no value, must be a number in [0, 1]"),
        Arguments.of(
            "count: 2.5",
            "ESC-103 run.yaml:1: count: found the number 2.5, must be an integer in [1, inf)"),
        Arguments.of(
            "count: 1e-999999",
            "ESC-103 run.yaml:1: count: found the number 1E-999999, must be an integer in [1, inf)"),
        Arguments.of(
            "count: 3000000000",
            "ESC-201 run.yaml:1: count = 3000000000, must be an integer of at most 2147483647"),
        Arguments.of(
            "count: 1e999999",
            "ESC-201 run.yaml:1: count = 1E+999999, must be an integer of at most 2147483647"),
        Arguments.of(
            "maybeInt: -3000000000",
            "ESC-201 run.yaml:1: maybeInt = -3000000000, must be an integer of at least"
                + " -2147483648"),
        Arguments.of(
            "big: 9223372036854775808",
            "ESC-201 run.yaml:1: big = 9223372036854775808, must be an integer of at most"
                + " 9223372036854775807"),
        Arguments.of("count: 0", "ESC-201 run.yaml:1: count = 0, must be an integer in [1, inf)"),
        Arguments.of(
            "count: NaN", "ESC-201 run.yaml:1: count = NaN, must be an integer in [1, inf)"),
        Arguments.of(
            "count: '3'",
            "ESC-103 run.yaml:1: count: found the text '3', must be an integer in [1, inf) without"
                + " quotes"),
        Arguments.of(
            "flag: yes", "ESC-103 run.yaml:1: flag: found the text 'yes', must be true | false"),
        Arguments.of(
            "flag: 1", "ESC-103 run.yaml:1: flag: found the number 1, must be true | false"),
        Arguments.of(
            "text: 12",
            "ESC-103 run.yaml:1: text: found the number 12, must be text; put it in quotes"),
        Arguments.of(
            "precision: flaot",
            "ESC-201 run.yaml:1: precision = 'flaot', must be float | double; did you mean"
                + " 'float'?"),
        Arguments.of(
            "precision: FLOAT",
            "ESC-201 run.yaml:1: precision = 'FLOAT', must be float | double; did you mean"
                + " 'float'?"),
        Arguments.of(
            "precision: [float]",
            "ESC-103 run.yaml:1: precision: found a list, must be float | double"),
        Arguments.of(
            "inner: 3",
            "ESC-103 run.yaml:1: inner: found the number 3, must be a section of: digit, deeper"),
        Arguments.of(
            "inner:\n  digit: 1\n  deeper:\n    texxt: a",
            "ESC-102 run.yaml:4: inner.deeper.texxt: unknown key; did you mean 'text'? allowed:"
                + " text"),
        Arguments.of(
            "inner: {zzz: 1}",
            "ESC-102 run.yaml:1: inner.zzz: unknown key; allowed: digit, deeper"),
        Arguments.of(
            "widths: 500",
            "ESC-103 run.yaml:1: widths: found the number 500, must be a list of an integer in [0,"
                + " inf)"),
        Arguments.of(
            "widths:\n- 1\n- -1",
            "ESC-201 run.yaml:3: widths[1] = -1, must be an integer in [0, inf)"),
        Arguments.of(
            "widths: [1, null]",
            "ESC-103 run.yaml:1: widths[1]: found null, must be an integer in [0, inf)"),
        Arguments.of(
            "widths:\n-",
            "ESC-103 run.yaml:2: widths[0]: found no value, must be an integer in [0, inf)"),
        Arguments.of(
            "matrices:\n- - [1, 1]\n  - [0, .nan]",
            "ESC-201 run.yaml:3: matrices[0][1][1] = .nan, must be a number in [-1, 1]"),
        Arguments.of(
            "inners:\n- digit: 1\n- digit: 10",
            "ESC-201 run.yaml:3: inners[1].digit = 10, must be an integer in [0, 9]"),
        Arguments.of(
            "component: gd",
            "ESC-103 run.yaml:1: component: found the text 'gd', must be a section such as {type:"
                + " gd}"),
        Arguments.of(
            "component: {learningRate: 1}",
            "ESC-104 run.yaml:1: component.type: missing, must be the component's name"),
        Arguments.of(
            "component: {type: 3}",
            "ESC-103 run.yaml:1: component.type: found the number 3, must be the component's"
                + " name"),
        Arguments.of(
            "\"a\\nb\": 1",
            "ESC-102 run.yaml:1: a\\nb: unknown key; allowed: count, big, rate, flag, text,"
                + " precision, maybe, maybeInt, maybeLong, maybeFlag, inner, widths, matrices,"
                + " inners, precisions, component"));
  }

  @ParameterizedTest
  @MethodSource("refused")
  void refusesWithPlaceFindingAndWhatIsAllowed(String text, String line) {
    assertLine(() -> everything(text), line);
  }

  @Test
  void refusesAMissingKeyAtItsSection() {
    assertLine(
        () -> bind(Needy.class, "inner: {}"),
        "ESC-104 run.yaml:1: rate: missing, must be a number in (0, inf) (the rate of it)");
  }

  @Test
  void placesWhatTheRecordItselfRefuses() {
    assertLine(() -> bind(Checked.class, "\nodd: 2"), "ESC-201 run.yaml:1: odd = 2, must be odd");
  }

  @Test
  void placesAnOverrideByItsExpression() {
    ConfigDocument document = ConfigDocument.parse("run.yaml", "inner:\n  digit: 1\nrate: 1");
    assertLine(
        () -> OptionBinder.bind(document.with("inner.digit=12"), OptionSchema.of(Everything.class)),
        "ESC-201 --set inner.digit=12: inner.digit = 12, must be an integer in [0, 9]");
    assertLine(
        () ->
            OptionBinder.bind(
                document.with("inner.deeper.txt=a"), OptionSchema.of(Everything.class)),
        "ESC-102 --set inner.deeper.txt=a: inner.deeper.txt: unknown key; did you mean 'text'?"
            + " allowed: text");
    assertLine(
        () -> OptionBinder.bind(document.with("rate="), OptionSchema.of(Everything.class)),
        "ESC-103 --set rate=: rate: found no value, must be a number in (0, inf)");
    assertLine(
        () ->
            OptionBinder.bind(
                document.with("seed=1").with("inner.digit=3"), OptionSchema.of(Needy.class)),
        "ESC-102 --set seed=1: seed: unknown key; allowed: rate, inner");
  }

  record BadDefault(@Option(value = "2", range = "[0, 1]", description = "x") double number) {}

  record MalformedDefault(@Option(value = "[1", description = "x") List<Integer> list) {}

  record AbsentPrimitive(@Option(value = Option.ABSENT, description = "x") int number) {}

  record Unbindable(@Option(value = "{}", description = "x") Map<String, Double> map) {}

  record RawList(
      @SuppressWarnings("rawtypes") @Option(value = "[]", description = "x") List list) {}

  record Within(@Option(value = Option.ABSENT, description = "x") BadDefault inner) {}

  static Stream<Arguments> badDeclarations() {
    String owner = "ESC-202 " + OptionBinderTest.class.getName();
    return Stream.of(
        Arguments.of(
            BadDefault.class,
            owner
                + "$BadDefault: option 'number' has the default '2', which is refused: default:"
                + " number = 2.0, must be a number in [0, 1]"),
        Arguments.of(
            MalformedDefault.class,
            owner
                + "$MalformedDefault: option 'list' has the default '[1', which is refused:"
                + " default: not YAML: expected ',' or ']', but got <stream end> (while parsing a"
                + " flow sequence from line 1)"),
        Arguments.of(
            AbsentPrimitive.class,
            owner
                + "$AbsentPrimitive: option 'number' is a primitive, which cannot be absent; box"
                + " it"),
        Arguments.of(
            Unbindable.class,
            owner
                + "$Unbindable: option 'map' has the type java.util.Map<java.lang.String,"
                + " java.lang.Double>, which no config can hold"),
        Arguments.of(
            RawList.class,
            owner
                + "$RawList: option 'list' has the type java.util.List, which no config can hold"),
        Arguments.of(
            Within.class,
            owner
                + "$BadDefault: option 'number' has the default '2', which is refused: default:"
                + " number = 2.0, must be a number in [0, 1]"));
  }

  @ParameterizedTest
  @MethodSource("badDeclarations")
  void blamesTheRecordForItsDeclaration(Class<? extends Record> type, String line) {
    assertLine(() -> OptionBinder.checkDeclaration(OptionSchema.of(type)), line);
    if (type != Within.class) {
      assertLine(() -> bind(type, "{}"), line);
    }
  }

  @Test
  void acceptsGoodDeclarations() {
    OptionBinder.checkDeclaration(OptionSchema.of(Everything.class));
    OptionBinder.checkDeclaration(OptionSchema.of(RunConfig.class));
  }

  @Test
  void writesWhatBindsToAnEqualRecord() {
    Everything record =
        everything("{count: 7, maybe: 0.25, component: {type: gd, x: [1.5]}, precision: double}");
    ConfigDocument written = ConfigDocument.parse("json", OptionWriter.toNode(record).toString());
    assertThat(OptionBinder.bind(written, OptionSchema.of(Everything.class))).isEqualTo(record);
  }
}
