package org.escapement.benchmarks;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The medians of a quantity in each round, summed up.
 *
 * @param median of the rounds' medians
 * @param lowest of the rounds' medians
 * @param highest of the rounds' medians
 */
record Spread(double median, double lowest, double highest) {
  /** Of one side's rounds; empty if they did not measure it. */
  static Optional<Spread> of(String name, List<Figures> rounds) {
    List<Double> medians =
        rounds.stream()
            .filter(round -> round.numbers().containsKey(name))
            .map(round -> median(round.numbers().get(name)))
            .toList();
    return medians.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new Spread(
                median(medians),
                medians.stream().min(Comparator.naturalOrder()).orElseThrow(),
                medians.stream().max(Comparator.naturalOrder()).orElseThrow()));
  }

  static double median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int half = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(half)
        : (sorted.get(half - 1) + sorted.get(half)) / 2;
  }
}
