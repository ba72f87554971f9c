package org.escapement.lab.result;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Everything that a run found out, as {@code results.json} holds it. Numbers that JSON cannot write
 * are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; what was not measured is
 * null.
 *
 * @param schemaVersion of this structure; it grows when a field changes its meaning or goes
 * @param minimum the minimum in question
 * @param curvature its curvature, or null where training diverged
 * @param stability one entry for each optimizer analysed
 * @param escape one entry for each optimizer that tried to leave
 * @param otherMinima the same for further known minima
 * @param provenance what is needed to repeat the run
 */
public record RunResults(
    int schemaVersion,
    Minimum minimum,
    CurvatureResult curvature,
    List<StabilityResult> stability,
    List<EscapeResult> escape,
    List<MinimumResults> otherMinima,
    Provenance provenance) {
  /** The structure that this class writes. */
  public static final int SCHEMA_VERSION = 1;

  /** What was found out about one minimum. */
  public record MinimumResults(
      Minimum minimum,
      CurvatureResult curvature,
      List<StabilityResult> stability,
      List<EscapeResult> escape) {}

  /**
   * The minimum.
   *
   * @param name its name if it is a known one, else null
   * @param loss the full-batch training loss
   * @param trainAccuracy share of training examples classified rightly, or null
   * @param testAccuracy share of test examples classified rightly, or null
   * @param iterations steps of training
   * @param stopReason why training ended
   */
  public record Minimum(
      String name,
      double loss,
      Double trainAccuracy,
      Double testAccuracy,
      long iterations,
      String stopReason) {}

  /**
   * Curvature at the minimum; all of it scales with the loss convention.
   *
   * @param lossConvention how the loss is scaled
   * @param degeneracy why no linearization at this point tells about a minimum, or null
   * @param method exact, or central differences
   * @param sharpness a = λmax(H)
   * @param nonUniformity s = λmax(Σ)^½
   * @param smallestEigenvalue λmin(H)
   * @param gaussNewtonSharpness λmax of the Gauss–Newton part of H; its distance from the sharpness
   *     tells how far the minimum is from interpolation
   * @param layers the curvature of single layers, as far as it was asked for
   */
  public record CurvatureResult(
      String lossConvention,
      String degeneracy,
      String method,
      Quantity sharpness,
      Quantity nonUniformity,
      Quantity smallestEigenvalue,
      Quantity gaussNewtonSharpness,
      List<LayerCurvatureResult> layers) {}

  /**
   * Curvature of one layer's parameters alone, all others held.
   *
   * @param name the layer's
   * @param parameters how many it has
   * @param method exact, or central differences
   */
  public record LayerCurvatureResult(
      String name, long parameters, String method, Quantity sharpness, Quantity nonUniformity) {}

  /**
   * A number from an eigenvalue solver.
   *
   * @param value the number
   * @param residual ‖Av − λv‖ of the eigenpair, as error bound of {@code value}, in its units
   * @param iterations operator products spent
   * @param status {@code converged}, or why not
   */
  public record Quantity(double value, double residual, int iterations, String status) {}

  /**
   * The verdict on one optimizer.
   *
   * @param optimizer its name
   * @param label name, first option, and those that are not at their defaults
   * @param options every option
   * @param sampling how its batches are drawn
   * @param state where the state comes from at which its step was linearized; a preconditioner is
   *     held at that state
   */
  public record StabilityResult(
      String optimizer,
      String label,
      Map<String, Object> options,
      String sampling,
      String state,
      FixedPointResult fixedPoint,
      List<ConditionResult> conditions,
      Range criticalLearningRate,
      String verdict,
      String reason) {}

  /**
   * Definition 1: the lengths of single steps from the minimum.
   *
   * @param max the longest
   * @param mean their mean
   * @param batches how many were tried
   * @param relative whether they are shares of the minimum's norm; otherwise in parameter units
   */
  public record FixedPointResult(double max, double mean, int batches, boolean relative) {}

  /**
   * {@code value ≤ limit}.
   *
   * @param criticalLearningRate the rate at which it holds with equality, or null
   */
  public record ConditionResult(
      String name,
      String kind,
      double value,
      double limit,
      boolean holds,
      double error,
      String status,
      Double criticalLearningRate) {}

  /** An interval that holds a number; an end of which nothing is known is null. */
  public record Range(Double lower, Double upper) {}

  /**
   * How often an optimizer left the minimum.
   *
   * @param label name, first option, and those that are not at their defaults
   * @param medianSteps over the runs that escaped, or null if none did
   * @param endedAt runs that ended near each known minimum; empty where none is known
   */
  public record EscapeResult(
      String optimizer,
      String label,
      Map<String, Object> options,
      double perturbation,
      double distance,
      int trials,
      int escaped,
      int diverged,
      Double medianSteps,
      Map<String, Integer> endedAt) {}

  /**
   * What is needed to repeat the run.
   *
   * @param parametersSha256 of the file that the minimum was read from, or null
   * @param started when, ISO 8601; like {@code seconds} it differs from run to run
   * @param seconds wall time of each phase
   */
  public record Provenance(
      String escapement,
      String java,
      String operatingSystem,
      String backend,
      int threads,
      String precision,
      long seed,
      long parameters,
      int examples,
      List<PluginResult> plugins,
      DataResult data,
      String parametersSha256,
      String started,
      Map<String, Double> seconds) {}

  /** A plugin that took part. */
  public record PluginResult(String id, String version, String sha256) {}

  /** The data, or null where the model brings its own. */
  public record DataResult(String type, String sha256) {}

  /** The JSON text. */
  public String toJson() throws IOException {
    return JsonMapper.builder().build().writerWithDefaultPrettyPrinter().writeValueAsString(this);
  }

  /** Writes the JSON text, in full or not at all. */
  public void write(Path file) throws IOException {
    String json = toJson() + "\n";
    AtomicFiles.write(file, out -> out.write(json.getBytes(StandardCharsets.UTF_8)));
  }
}
