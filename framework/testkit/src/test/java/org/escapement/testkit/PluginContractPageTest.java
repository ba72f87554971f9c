package org.escapement.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.escapement.testkit.model.ModelContract;
import org.escapement.testkit.model.ModelSubject;
import org.escapement.testkit.optimizer.Behaviour;
import org.escapement.testkit.optimizer.OptimizerContract;
import org.escapement.testkit.optimizer.OptimizerSubject;
import org.escapement.testkit.plugin.PluginSource;
import org.junit.jupiter.api.Test;

/** The page on the contract has one row for every rule, in the rule's own words. */
class PluginContractPageTest {
  private static final Path PAGE = Path.of("../../docs/plugin-contract.md");
  private static final int CELLS = 5;
  private static final Pattern ROW = Pattern.compile("(?m)^\\| ([OM]\\d\\d) \\|(.*)\\|$");

  @Test
  void everyRuleHasItsRowAndEveryRowItsRule() throws IOException {
    SortedMap<String, String> titles = new TreeMap<>();
    Matcher row = ROW.matcher(Files.readString(PAGE));
    while (row.find()) {
      String[] cells = row.group(2).split("\\|", -1);
      assertThat(cells).as("cells of %s", row.group(1)).hasSize(CELLS - 1);
      assertThat(cells).as("cells of %s", row.group(1)).noneMatch(String::isBlank);
      String number = row.group(1).toLowerCase(Locale.ROOT);
      assertThat(titles.put(number, cells[0].strip())).as("%s again", number).isNull();
    }
    SortedMap<String, String> rules = new TreeMap<>(Rules.of(OptimizerContract.class));
    rules.putAll(Rules.of(ModelContract.class));
    assertThat(titles).isEqualTo(rules);
  }

  @Test
  void everythingThatAnAuthorMayDeclareIsThere() throws IOException {
    String page = Files.readString(PAGE);
    Stream<String> hooks =
        Stream.of(OptimizerSubject.class, ModelSubject.class)
            .flatMap(subject -> Arrays.stream(subject.getDeclaredMethods()))
            .filter(method -> !method.isSynthetic() && !Modifier.isStatic(method.getModifiers()))
            .map(Method::getName);
    Stream<String> behaviours = Arrays.stream(Behaviour.values()).map(Behaviour::name);
    assertThat(Stream.concat(hooks, behaviours).distinct())
        .allSatisfy(name -> assertThat(page).containsPattern("`" + name + "[`(]"));
    assertThat(page).contains(PluginSource.ZIP_PARAMETER);
  }
}
