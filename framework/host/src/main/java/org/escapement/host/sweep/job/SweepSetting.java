package org.escapement.host.sweep.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;

/**
 * What the results of a sweep depend on beside the jobs' configs. It stays the same for all jobs of
 * one directory.
 *
 * @param escapement the version
 * @param backend the name of what computes, or null if it was not written down
 * @param threads of every job
 * @param plugins versions and digests of the plugins, by id
 */
public record SweepSetting(
    String escapement, String backend, int threads, Map<String, String> plugins) {

  /** Everything as the program is now. */
  public static SweepSetting of(SweepPlan plan, String version, String backend) {
    return new SweepSetting(version, backend, plan.section().threads(), plan.plugins());
  }

  /**
   * Makes sure that further jobs belong to those that are there.
   *
   * @param directory what messages call the directory
   * @param now the setting of the further jobs
   * @throws EscapementException CONFIG_CONFLICT naming what differs; plugins that only one of both
   *     uses do not
   */
  void requireSame(String directory, SweepSetting now) {
    Map<String, List<String>> facts = new LinkedHashMap<>();
    facts.put("Escapement", List.of(escapement, now.escapement));
    facts.put(
        "the backend", List.of(Objects.requireNonNullElse(backend, "(unknown)"), now.backend));
    facts.put("sweep.threads", List.of("" + threads, "" + now.threads));
    for (String plugin : new TreeSet<>(plugins.keySet())) {
      if (now.plugins.containsKey(plugin)) {
        facts.put("the plugin " + plugin, List.of(plugins.get(plugin), now.plugins.get(plugin)));
      }
    }
    facts.forEach(
        (name, values) -> {
          if (!values.get(0).equals(values.get(1))) {
            throw new EscapementException(
                ErrorCode.CONFIG_CONFLICT,
                OneLine.of(
                    directory
                        + ": was made with "
                        + name
                        + " "
                        + values.get(0)
                        + ", found "
                        + values.get(1)
                        + "; results of both do not belong together, choose another --out"));
          }
        });
  }

  /** These plugins and those of another setting. */
  SweepSetting and(SweepSetting now) {
    Map<String, String> all = new TreeMap<>(plugins);
    all.putAll(now.plugins);
    return new SweepSetting(escapement, backend, threads, all);
  }
}
