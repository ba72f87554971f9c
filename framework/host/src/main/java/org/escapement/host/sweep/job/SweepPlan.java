package org.escapement.host.sweep.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.escapement.host.config.ConfigDocument;
import org.escapement.host.config.KeyValues;
import org.escapement.host.config.SweepSection;
import org.escapement.host.plugin.PluginCatalog;
import org.escapement.host.plugin.PluginOrigin;
import org.escapement.host.run.ComponentRegistry;
import org.escapement.host.run.RunSetup;
import org.escapement.lab.data.DataSources;
import org.escapement.spi.error.EscapementException;

/**
 * The jobs of a sweep, each with everything that its config names made and checked.
 *
 * @param document the sweep's config, overrides included
 * @param section its section {@code sweep}
 * @param jobs those whose configs can be run, each identity once, in order
 * @param duplicates how many further points of the sweep have the config of one of them
 * @param refusals what is wrong with the others
 * @param plugins versions and digests of the plugins that take part, by id
 */
public record SweepPlan(
    ConfigDocument document,
    SweepSection section,
    List<Job> jobs,
    int duplicates,
    List<Refusal> refusals,
    Map<String, String> plugins) {

  /**
   * A point of a sweep whose config cannot be run.
   *
   * @param swept what it replaces
   * @param failure why it is refused
   */
  public record Refusal(KeyValues swept, EscapementException failure) {}

  /**
   * Reads the section and checks every job.
   *
   * @throws EscapementException for what is wrong with the section itself
   */
  public static SweepPlan of(ConfigDocument document, PluginCatalog catalog) {
    SweepSection section = SweepSection.of(document);
    ConfigDocument base = document.without(SweepSection.KEY);
    ComponentRegistry registry = ComponentRegistry.forChecks(catalog, DataSources.builtIn());
    Map<String, Job> jobs = new LinkedHashMap<>();
    List<Refusal> refusals = new ArrayList<>();
    List<KeyValues> points = section.points();
    for (KeyValues point : points) {
      try {
        RunSetup setup = RunSetup.of(base.with(point), registry);
        Job job = Job.of(point, setup.resolved().text(), setup.config().memory());
        jobs.putIfAbsent(job.id(), job);
      } catch (EscapementException e) {
        refusals.add(new Refusal(point, e));
      }
    }
    return new SweepPlan(
        document,
        section,
        List.copyOf(jobs.values()),
        points.size() - jobs.size() - refusals.size(),
        List.copyOf(refusals),
        digests(registry.used()));
  }

  private static Map<String, String> digests(List<PluginOrigin> plugins) {
    Map<String, String> digests = new TreeMap<>();
    plugins.forEach(
        plugin -> digests.put(plugin.id(), plugin.version() + " sha256 " + plugin.sha256()));
    return digests;
  }
}
