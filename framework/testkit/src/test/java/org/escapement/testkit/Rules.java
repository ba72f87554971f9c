package org.escapement.testkit;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The rules of a contract, by reflection. */
public final class Rules {
  private static final Pattern TITLE = Pattern.compile("([OM]\\d\\d) (.+)");

  private Rules() {}

  /**
   * What each rule demands, by its number in lower case, such as {@code o07}.
   *
   * @throws IllegalStateException if a rule has no number, or its method is named by another one
   */
  public static SortedMap<String, String> of(Class<?> contract) {
    SortedMap<String, String> rules = new TreeMap<>();
    Arrays.stream(contract.getMethods())
        .filter(method -> method.isAnnotationPresent(Test.class))
        .forEach(method -> add(method, rules));
    return rules;
  }

  private static void add(Method method, SortedMap<String, String> rules) {
    Matcher title = TITLE.matcher(method.getAnnotation(DisplayName.class).value());
    if (!title.matches()) {
      throw new IllegalStateException(method + " has no number");
    }
    String number = title.group(1).toLowerCase(Locale.ROOT);
    if (!method.getName().startsWith(number) || rules.put(number, title.group(2)) != null) {
      throw new IllegalStateException(method + " is not the one rule of its number");
    }
  }
}
