package org.escapement.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * All figures of a run.
 *
 * @param engine of each round
 * @param torch of each round, by the setting of its threads; empty without PyTorch
 * @param single what was measured once
 */
record Results(List<Figures> engine, Map<String, List<Figures>> torch, Figures single) {
  /** The setting of PyTorch's threads as they are. */
  static final String PLAIN = "plain";

  /** The setting with the engine's environment for threads and matrix products. */
  static final String PASSIVE = "passive";

  private static final String ENGINE = "engine-";
  private static final String TORCH = "pytorch-";

  /** Reads the files of a run: {@code engine-ROUND}, {@code pytorch-SETTING-ROUND} and others. */
  static Results read(Path folder) throws IOException {
    List<Figures> engine = new ArrayList<>();
    Map<String, List<Figures>> torch = new TreeMap<>();
    Figures single = new Figures();
    for (Path file : figures(folder)) {
      Figures figures = Figures.read(file);
      String name = file.getFileName().toString();
      if (name.startsWith(ENGINE)) {
        engine.add(figures);
      } else if (name.startsWith(TORCH)) {
        String setting = name.substring(TORCH.length(), name.lastIndexOf('-'));
        torch.computeIfAbsent(setting, key -> new ArrayList<>()).add(figures);
      } else {
        single.numbers().putAll(figures.numbers());
        single.facts().putAll(figures.facts());
      }
    }
    return new Results(engine, torch, single);
  }

  private static List<Path> figures(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  /** The engine's seconds. */
  Optional<Spread> engine(String name) {
    return Spread.of(name, engine);
  }

  /** PyTorch's seconds in one setting. */
  Optional<Spread> torch(String setting, String name) {
    return Spread.of(name, torch.getOrDefault(setting, List.of()));
  }

  /** The best of all rounds of the engine. */
  double engineBest(String name) {
    return best(engine.stream(), name);
  }

  /** The best of all rounds of PyTorch. */
  double torchBest(String name) {
    return best(torch.values().stream().flatMap(List::stream), name);
  }

  private static double best(Stream<Figures> rounds, String name) {
    return rounds
        .filter(round -> round.numbers().containsKey(name))
        .mapToDouble(round -> round.numbers().get(name).get(0))
        .max()
        .orElse(Double.NaN);
  }

  /** The largest value of all PyTorch rounds whose name begins so, with the name's rest. */
  Map<String, Double> torchLargest(String prefix) {
    Map<String, Double> largest = new TreeMap<>();
    torch.values().stream()
        .flatMap(List::stream)
        .flatMap(round -> round.numbers().entrySet().stream())
        .filter(entry -> entry.getKey().startsWith(prefix))
        .forEach(
            entry ->
                largest.merge(
                    entry.getKey().substring(prefix.length()),
                    entry.getValue().get(0),
                    Results::larger));
    return largest;
  }

  /** NaN is larger than any number, so that it is not overlooked. */
  private static double larger(double a, double b) {
    return Double.isNaN(a) || Double.isNaN(b) ? Double.NaN : Math.max(a, b);
  }

  /** A fact of the PyTorch side, if it ran. */
  Optional<String> torchFact(String name) {
    return torch.values().stream()
        .flatMap(List::stream)
        .flatMap(round -> Optional.ofNullable(round.facts().get(name)).stream())
        .findFirst();
  }

  /** What was measured once; NaN if it was not. */
  double single(String name) {
    List<Double> values = single.numbers().get(name);
    return values == null ? Double.NaN : Spread.median(values);
  }

  String fact(String name) {
    return single.facts().getOrDefault(name, "unknown");
  }
}
