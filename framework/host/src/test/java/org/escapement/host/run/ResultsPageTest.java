package org.escapement.host.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.escapement.lab.result.ComparisonResults;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.stability.Condition;
import org.escapement.lab.stability.Verdict;
import org.escapement.lab.training.StopReason;
import org.escapement.spi.error.ErrorCode;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("docs/results.md names everything that results and errors consist of")
class ResultsPageTest {
  private static final Path PAGE = Path.of("../../docs/results.md");

  private static List<String> lines() throws IOException {
    return Files.readAllLines(PAGE);
  }

  static Stream<Class<?>> records() {
    return Stream.of(RunResults.class, ComparisonResults.class)
        .flatMap(type -> Stream.concat(Stream.of(type), Arrays.stream(type.getDeclaredClasses())))
        .filter(Class::isRecord);
  }

  @ParameterizedTest
  @MethodSource("records")
  void everyField(Class<?> type) throws IOException {
    String page = Files.readString(PAGE);
    assertThat(type.getRecordComponents())
        .extracting(RecordComponent::getName)
        .allSatisfy(name -> assertThat(page).contains("`" + name + "`"));
  }

  @ParameterizedTest
  @EnumSource
  void everyErrorWithAnExample(ErrorCode code) throws IOException {
    assertThat(lines())
        .filteredOn(line -> line.startsWith("| " + code.code() + " | " + code + " |"))
        .singleElement()
        .asString()
        .contains("| `" + code.code() + " ");
  }

  @Test
  void noErrorThatIsGone() throws IOException {
    assertThat(lines())
        .filteredOn(line -> line.startsWith("| ESC-"))
        .hasSize(ErrorCode.values().length + 1);
  }

  @Test
  void everyWordThatAFieldCanHold() throws IOException {
    String page = Files.readString(PAGE);
    Stream.of(StopReason.values(), Verdict.values(), Condition.Kind.values())
        .flatMap(Arrays::stream)
        .forEach(word -> assertThat(page).contains("`" + word));
  }
}
