package org.escapement.lab.comparison;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.escapement.engine.solver.EigenStatus;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.ComparisonResults.CrossVerdict;
import org.escapement.lab.result.ComparisonResults.EdgeResult;
import org.escapement.lab.result.ComparisonResults.Ratio;
import org.escapement.lab.result.ComparisonResults.Spread;
import org.escapement.lab.result.RunResults.ConditionResult;
import org.escapement.lab.result.RunResults.Quantity;
import org.escapement.lab.result.RunResults.StabilityResult;
import org.escapement.lab.stability.StabilityAnalysis;

/** Means, ratios and counts over the minima that several optimizers found from the same seeds. */
public final class ComparisonSummary {
  /** Minima of single precision cannot be told apart to more than this share. */
  private static final double ROUNDING = 1e-6;

  private final List<ComparedTraining> trainings;

  /**
   * @param trainings all of them, with or without a minimum
   */
  public ComparisonSummary(List<ComparedTraining> trainings) {
    this.trainings = List.copyOf(trainings);
  }

  /** What an optimizer sees of a minimum's sharpness; null where it has no recurrence. */
  public static EdgeResult edge(StabilityResult stability) {
    Optional<ConditionResult> edge =
        stability.conditions().stream()
            .filter(condition -> condition.name().endsWith(StabilityAnalysis.EDGE))
            .filter(condition -> condition.status().equals(EigenStatus.CONVERGED.toString()))
            .findFirst();
    return edge.map(
            condition ->
                new EdgeResult(
                    condition.value(), condition.limit(), condition.value() / condition.limit()))
        .orElse(null);
  }

  /** The trainings of an optimizer that found a minimum. */
  public List<ComparedTraining> found(String id) {
    return trainings.stream()
        .filter(training -> training.id().equals(id) && training.found())
        .toList();
  }

  /**
   * Mean and standard deviation over the minima that an optimizer found.
   *
   * @param number of a minimum, or null where it is not known
   */
  public Spread spread(String id, Function<ComparedTraining, Double> number) {
    return spread(found(id).stream().map(number));
  }

  /** Count, mean and standard deviation of numbers; null stands for one that is not known. */
  public static Spread spread(Stream<Double> numbers) {
    double[] known = numbers.filter(Objects::nonNull).mapToDouble(Double::doubleValue).toArray();
    if (known.length == 0) {
      return new Spread(0, null, null);
    }
    double mean = 0;
    for (double number : known) {
      mean += number / known.length;
    }
    if (known.length == 1) {
      return new Spread(1, mean, null);
    }
    double squares = 0;
    for (double number : known) {
      squares += (number - mean) * (number - mean);
    }
    return new Spread(known.length, mean, Math.sqrt(squares / (known.length - 1)));
  }

  /**
   * A number at an optimizer's minima as a multiple of that at another's, seed by seed.
   *
   * @param number of a minimum, positive, or null where it is not known
   * @return null where no seed gave both a minimum of which it is known
   */
  public Ratio ratio(String id, String other, Function<ComparedTraining, Quantity> number) {
    Map<Long, Quantity> others = new LinkedHashMap<>();
    found(other).forEach(training -> others.put(training.seed(), number.apply(training)));
    List<Double> ratios = new ArrayList<>();
    int larger = 0;
    int smaller = 0;
    for (ComparedTraining training : found(id)) {
      Quantity own = number.apply(training);
      Quantity beside = others.get(training.seed());
      if (own != null && beside != null) {
        ratios.add(own.value() / beside.value());
        larger += isLarger(own, beside) ? 1 : 0;
        smaller += isLarger(beside, own) ? 1 : 0;
      }
    }
    if (ratios.isEmpty()) {
      return null;
    }
    double logarithms = ratios.stream().mapToDouble(Math::log).sum();
    return new Ratio(
        ratios.size(),
        larger,
        smaller,
        Math.exp(logarithms / ratios.size()),
        ratios.stream().mapToDouble(Double::doubleValue).min().orElseThrow(),
        ratios.stream().mapToDouble(Double::doubleValue).max().orElseThrow());
  }

  private static boolean isLarger(Quantity one, Quantity other) {
    double error = one.residual() + other.residual() + ROUNDING * other.value();
    return one.value() - other.value() > error;
  }

  /**
   * Verdicts on every optimizer at every optimizer's minima.
   *
   * @param ids of the optimizers
   */
  public List<CrossVerdict> verdicts(List<String> ids) {
    List<CrossVerdict> verdicts = new ArrayList<>();
    for (String foundBy : ids) {
      for (String asked : ids) {
        List<StabilityResult> answers =
            found(foundBy).stream()
                .map(training -> training.stability().get(asked))
                .filter(Objects::nonNull)
                .toList();
        Map<String, Integer> counts = new LinkedHashMap<>();
        answers.forEach(answer -> counts.merge(answer.verdict(), 1, Integer::sum));
        Spread share =
            spread(
                answers.stream()
                    .map(ComparisonSummary::edge)
                    .filter(Objects::nonNull)
                    .map(EdgeResult::share));
        verdicts.add(new CrossVerdict(foundBy, asked, found(foundBy).size(), counts, share));
      }
    }
    return verdicts;
  }
}
