package org.escapement.testkit;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;

/**
 * A contract test of a component with one thing wrong.
 *
 * @param contract the test class
 * @param rule the rule that is there to catch it
 * @param others rules that fail as well, because what they look at follows from it
 */
public record Mutant(Class<?> contract, String rule, Set<String> others) {
  /** A mutant with the rules that fail for it, the one that it stands for first. */
  public static Mutant of(Class<?> contract, String rule, String... others) {
    return new Mutant(contract, rule, Set.copyOf(Arrays.asList(others)));
  }

  /** Every rule that fails. */
  public Set<String> failing() {
    Set<String> failing = new TreeSet<>(others);
    failing.add(rule);
    return failing;
  }

  @Override
  public String toString() {
    return rule + " " + contract.getSimpleName();
  }
}
