package org.escapement.host.config;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.escapement.lab.text.NearMiss;
import org.escapement.lab.text.OneLine;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.option.Option;
import org.escapement.spi.option.OptionSchema;

/** Which jobs a sweep consists of, what each may use, and how their results are summed up. */
public record SweepSection(
    @Option(
            value = "{}",
            description =
                "keys of the config, such as train.optimizer.learningRate, each with a list of"
                    + " values; every combination of them is a job")
        KeyValues grid,
    @Option(
            value = "[]",
            description =
                "sets of keys with one value each that belong together; every set is combined with"
                    + " every combination of the grid")
        List<KeyValues> list,
    @Option(
            value = "1",
            range = "[1, 1024]",
            description =
                "threads of a job, on which results depend in their last digits; they do not"
                    + " depend on how many jobs run at a time")
        int threads,
    @Option(
            value = Option.ABSENT,
            range = "(0, inf)",
            description =
                "seconds after which a job is ended and recorded as failed; left out, it may take"
                    + " as long as it needs")
        Double timeLimit,
    @Option(value = "{}", description = "how the results of the jobs are summed up")
        AggregateSection aggregate) {
  /** The section's key. */
  public static final String KEY = "sweep";

  private static final int MOST_JOBS = 100_000;

  public SweepSection {
    list = List.copyOf(list);
  }

  /**
   * Reads the section of a document; a document without one is a sweep of one job.
   *
   * @throws EscapementException a CONFIG or OPTION code, with the place of the first offender
   */
  public static SweepSection of(ConfigDocument document) {
    OptionSchema<SweepSection> schema = OptionSchema.of(SweepSection.class);
    SweepSection section =
        document.has(KEY)
            ? OptionBinder.bind(document.root().child(KEY), schema)
            : OptionBinder.bind(ConfigDocument.parse("default", "{}"), schema);
    section.checkRows(document);
    return section;
  }

  private void checkRows(ConfigDocument document) {
    List<String> by = aggregate.by() == null ? List.of() : aggregate.by();
    for (int i = 0; i < by.size(); i++) {
      if (!keys().contains(by.get(i))) {
        throw document.error(
            ErrorCode.CONFIG_CONFLICT,
            "'"
                + OneLine.quoted(by.get(i))
                + "' is not swept"
                + NearMiss.listing(by.get(i), "swept", keys()),
            KEY,
            "aggregate",
            "by",
            i);
      }
    }
  }

  /** The keys whose values tell the rows of averages apart. */
  public List<String> rows() {
    return aggregate.by() != null
        ? aggregate.by()
        : keys().stream().filter(key -> !key.equals(aggregate.over())).toList();
  }

  /**
   * What each job replaces in the config, in the order of the list and, within it, of the grid.
   *
   * @throws EscapementException CONFIG_WRONG_TYPE or OPTION_OUT_OF_RANGE for what is no list of
   *     values, or for too many jobs; CONFIG_CONFLICT for a key in both the list and the grid
   */
  public List<KeyValues> points() {
    List<KeyValues> sets = list.isEmpty() ? List.of(KeyValues.NONE) : list;
    List<KeyValues> combinations = grid.combinations(MOST_JOBS);
    if ((long) sets.size() * combinations.size() > MOST_JOBS) {
      throw new EscapementException(
          ErrorCode.OPTION_OUT_OF_RANGE,
          KEY
              + ": makes "
              + (long) sets.size() * combinations.size()
              + " jobs, must be at most "
              + MOST_JOBS);
    }
    List<KeyValues> points = new ArrayList<>();
    for (KeyValues set : sets) {
      for (KeyValues combination : combinations) {
        points.add(set.and(combination));
      }
    }
    return points;
  }

  /** Every key that some job replaces, those of the list first. */
  public List<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    list.forEach(set -> keys.addAll(set.keys()));
    keys.addAll(grid.keys());
    return List.copyOf(keys);
  }
}
