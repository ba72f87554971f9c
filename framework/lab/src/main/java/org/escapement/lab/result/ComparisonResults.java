package org.escapement.lab.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.escapement.lab.result.RunResults.CurvatureResult;
import org.escapement.lab.result.RunResults.FaultResult;
import org.escapement.lab.result.RunResults.Minimum;
import org.escapement.lab.result.RunResults.Provenance;
import org.escapement.lab.result.RunResults.StabilityResult;

/**
 * Everything that a comparison of optimizers found out, as its {@code results.json} holds it.
 *
 * @param schemaVersion of this structure; it grows when a field changes its meaning or goes
 * @param optimizers what was measured of each, over the minima that it found
 * @param trainings one entry for each optimizer and seed
 * @param verdicts one entry for each pair of optimizers, counted over the minima of the first
 * @param provenance what is needed to repeat the comparison
 */
public record ComparisonResults(
    int schemaVersion,
    List<ComparedOptimizer> optimizers,
    List<ComparedTraining> trainings,
    List<CrossVerdict> verdicts,
    Provenance provenance) {
  /** The structure that this class writes. */
  public static final int SCHEMA_VERSION = 1;

  /**
   * A training, and the minimum that it found.
   *
   * @param id of the optimizer, as in {@code optimizers}
   * @param seed from which the start and the order of the data were derived
   * @param file with the parameters where training ended, or null where it diverged
   * @param minimum where training ended; null where it failed
   * @param found whether that is a minimum: the loss that was asked for was reached
   * @param curvature its curvature; null where no minimum was found or measuring it failed
   * @param edge how far the optimizer is from its own edge of stability; null as that is, and where
   *     the optimizer has no recurrence or a learning rate of 0, or its own analysis failed
   * @param stability of each optimizer compared, by its id; one that failed is missing, and all
   *     where no minimum was found
   * @param faults what failed in the training or at its minimum
   */
  public record ComparedTraining(
      String id,
      long seed,
      String file,
      Minimum minimum,
      boolean found,
      CurvatureResult curvature,
      EdgeResult edge,
      Map<String, StabilityResult> stability,
      List<FaultResult> faults) {}

  /**
   * What an optimizer sees of a minimum's sharpness.
   *
   * @param preconditionedSharpness λmax(P^½HP^½); the sharpness itself where P = I
   * @param edge what the full-batch recurrence bears of it
   * @param share the first as a multiple of the second
   */
  public record EdgeResult(double preconditionedSharpness, double edge, double share) {}

  /**
   * An optimizer and the minima that it found.
   *
   * @param id a short name, different for all
   * @param optimizer its name
   * @param label name, first option, and those that are not at their defaults
   * @param options every option
   * @param trainings how many there were
   * @param found how many of them found a minimum
   * @param sharpnessRatio to the first optimizer's minimum of the same seed; null for that itself
   *     and where no seed gave both a minimum
   * @param nonUniformityRatio as that
   */
  public record ComparedOptimizer(
      String id,
      String optimizer,
      String label,
      Map<String, Object> options,
      int trainings,
      int found,
      Spread sharpness,
      Spread nonUniformity,
      Spread shareOfEdge,
      Spread testAccuracy,
      Spread iterations,
      Ratio sharpnessRatio,
      Ratio nonUniformityRatio) {}

  /**
   * A number over the minima found.
   *
   * @param count how many there are of which it is known
   * @param mean or null without any
   * @param standardDeviation that of the sample, or null for fewer than two
   */
  public record Spread(int count, Double mean, Double standardDeviation) {}

  /**
   * Ratios of a number, seed by seed.
   *
   * @param seeds at which both found a minimum
   * @param larger at how many of them the ratio is above 1, beyond numerical errors
   * @param smaller at how many of them it is below 1, beyond numerical errors
   * @param geometricMean of the ratios
   * @param lowest of them
   * @param highest of them
   */
  public record Ratio(
      int seeds, int larger, int smaller, double geometricMean, double lowest, double highest) {}

  /**
   * Whether one optimizer would stay at the minima that another found.
   *
   * @param foundBy the id of the one that found them
   * @param optimizer the id of the one in question
   * @param minima that the first found
   * @param counts how often each verdict was reached; fewer than those where an analysis failed
   * @param shareOfEdge of the one in question
   */
  public record CrossVerdict(
      String foundBy,
      String optimizer,
      int minima,
      Map<String, Integer> counts,
      Spread shareOfEdge) {
    /** Every outcome with its share of the minima, an analysis that failed included. */
    public List<String> inWords() {
      List<String> words = new ArrayList<>();
      counts.forEach((verdict, count) -> words.add(verdict + " " + count + "/" + minima));
      int failed = minima - counts.values().stream().mapToInt(Integer::intValue).sum();
      if (failed > 0) {
        words.add("failed " + failed + "/" + minima);
      }
      return words;
    }
  }

  /** What failed, wherever. */
  @JsonIgnore
  public List<FaultResult> faults() {
    return trainings.stream().flatMap(training -> training.faults().stream()).toList();
  }

  /** The JSON text. */
  public String toJson() throws IOException {
    return ResultJson.text(this);
  }

  /** Writes the JSON text, in full or not at all. */
  public void write(Path file) throws IOException {
    ResultJson.write(file, this);
  }
}
