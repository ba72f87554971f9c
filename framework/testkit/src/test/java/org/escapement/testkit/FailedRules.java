package org.escapement.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.escapement.testkit.plugin.PluginSource;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Runs a contract and says what fails. */
public final class FailedRules {
  private static final int NUMBER_LENGTH = 3;

  private FailedRules() {}

  /** The numbers of the rules that fail for a test class, such as {@code o07}. */
  public static Set<String> of(Class<?> subject) {
    return failed(EngineTestKit.engine("junit-jupiter").selectors(selectClass(subject)));
  }

  /** The numbers of the rules that fail for a test class in the run on a zip. */
  public static Set<String> of(Class<?> subject, Path zip) {
    return failed(
        EngineTestKit.engine("junit-jupiter")
            .selectors(selectClass(subject))
            .configurationParameter(PluginSource.ZIP_PARAMETER, zip.toString()));
  }

  private static Set<String> failed(EngineTestKit.Builder run) {
    return run.execute().testEvents().failed().stream()
        .map(event -> event.getTestDescriptor().getLegacyReportingName())
        .map(method -> method.substring(0, NUMBER_LENGTH))
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
