package org.escapement.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract and says what fails. */
public final class FailedRules {
  private static final int NUMBER_LENGTH = 3;

  private FailedRules() {}

  /** The numbers of the rules that fail for a test class, such as {@code o07}. */
  public static Set<String> of(Class<?> subject) {
    return EngineTestKit.engine("junit-jupiter")
        .selectors(selectClass(subject))
        .execute()
        .testEvents()
        .failed()
        .stream()
        .map(event -> event.getTestDescriptor().getLegacyReportingName())
        .map(method -> method.substring(0, NUMBER_LENGTH))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
