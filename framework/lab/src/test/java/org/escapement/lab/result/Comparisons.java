package org.escapement.lab.result;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.lab.result.ComparisonResults.ComparedOptimizer;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.ComparisonResults.CrossVerdict;
import org.escapement.lab.result.ComparisonResults.EdgeResult;
import org.escapement.lab.result.ComparisonResults.Spread;
import org.escapement.lab.result.RunResults.ConditionResult;
import org.escapement.lab.result.RunResults.CurvatureResult;
import org.escapement.lab.result.RunResults.Minimum;
import org.escapement.lab.result.RunResults.Quantity;
import org.escapement.lab.result.RunResults.Range;
import org.escapement.lab.result.RunResults.StabilityResult;

/** Comparisons made up for tests. */
public final class Comparisons {
  private Comparisons() {}

  /** A training that found a minimum, its optimizer at the given share of its edge. */
  public static ComparedTraining found(
      String id,
      long seed,
      double sharpness,
      double nonUniformity,
      double share,
      Map<String, StabilityResult> stability) {
    return new ComparedTraining(
        id,
        seed,
        "minima/" + id + "-seed" + seed + ".safetensors",
        new Minimum(null, 1e-4, 1.0, 0.7 + 0.01 * seed, 100 * seed, "loss reached", null),
        true,
        new CurvatureResult(
            "a convention",
            null,
            null,
            "exact",
            null,
            quantity(sharpness),
            quantity(nonUniformity),
            quantity(0),
            quantity(sharpness),
            List.of(),
            null),
        new EdgeResult(share * 4, 4, share),
        stability,
        List.of());
  }

  /** A training that diverged. */
  public static ComparedTraining diverged(String id, long seed) {
    return new ComparedTraining(
        id,
        seed,
        null,
        new Minimum(null, Double.NaN, null, null, 5, "diverged at iteration 5", null),
        false,
        null,
        null,
        Map.of(),
        List.of());
  }

  private static Quantity quantity(double value) {
    return new Quantity(value, 0, 1, "converged");
  }

  /** A verdict on an optimizer that sees {@code value} where its edge is {@code edge}. */
  public static StabilityResult verdict(
      String optimizer, String verdict, double value, double edge, String status) {
    return new StabilityResult(
        optimizer,
        optimizer,
        Map.of(),
        "full batch",
        "none",
        null,
        null,
        List.of(
            new ConditionResult("another", "necessary", 1, 1, true, 0, "converged", null),
            new ConditionResult(
                "preconditioned sharpness against the full-batch edge",
                "exact",
                value,
                edge,
                value <= edge,
                0,
                status,
                null)),
        null,
        null,
        null,
        new Range(null, null),
        verdict,
        "a reason");
  }

  /** A comparison of optimizers, each with two minima, whose numbers are given. */
  public static ComparisonResults of(Map<String, double[]> sharpness) {
    List<ComparedOptimizer> optimizers = new ArrayList<>();
    List<ComparedTraining> trainings = new ArrayList<>();
    List<CrossVerdict> verdicts = new ArrayList<>();
    Spread spread = new Spread(2, 0.5, 0.1);
    sharpness.forEach(
        (id, values) -> {
          optimizers.add(
              new ComparedOptimizer(
                  id,
                  id,
                  id + "(learningRate=0.1)",
                  Map.of(),
                  2,
                  values.length,
                  spread,
                  spread,
                  spread,
                  spread,
                  spread,
                  null,
                  null));
          for (int i = 0; i < values.length; i++) {
            trainings.add(found(id, i + 1, values[i], values[i], values[i], Map.of()));
          }
          Map<String, Integer> counts = new LinkedHashMap<>();
          if (values.length > 0) {
            counts.put("stable", 1);
            counts.put("unstable", 1);
          }
          sharpness
              .keySet()
              .forEach(
                  asked ->
                      verdicts.add(
                          new CrossVerdict(
                              id,
                              asked,
                              values.length,
                              counts,
                              values.length > 0 ? spread : new Spread(0, null, null))));
        });
    return new ComparisonResults(1, optimizers, trainings, verdicts, null);
  }
}
