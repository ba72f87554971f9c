package org.escapement.lab.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escapement.engine.solver.EigenStatus;

/**
 * Everything that a run found out, as {@code results.json} holds it. Numbers that JSON cannot write
 * are the texts {@code "NaN"}, {@code "Infinity"} and {@code "-Infinity"}; what was not measured is
 * null.
 *
 * @param schemaVersion of this structure; it grows when a field changes its meaning or goes
 * @param minimum the minimum in question
 * @param curvature its curvature, or null where training diverged or measuring failed
 * @param stability one entry for each optimizer analysed without failure
 * @param escape one entry for each optimizer that tried to leave without failure
 * @param faults what failed, while the rest went on
 * @param otherMinima the same for further known minima
 * @param provenance what is needed to repeat the run
 */
public record RunResults(
    int schemaVersion,
    Minimum minimum,
    CurvatureResult curvature,
    List<StabilityResult> stability,
    List<EscapeResult> escape,
    List<FaultResult> faults,
    List<MinimumResults> otherMinima,
    Provenance provenance) {
  /** The structure that this class writes. */
  public static final int SCHEMA_VERSION = 2;

  /** What was found out about one minimum. */
  public record MinimumResults(
      Minimum minimum,
      CurvatureResult curvature,
      List<StabilityResult> stability,
      List<EscapeResult> escape,
      List<FaultResult> faults) {}

  /**
   * Something that failed after the minimum was found, so that its result is missing.
   *
   * @param phase what it failed in, as {@code seconds} of the provenance names it
   * @param optimizer the optimizer in question, or null where it failed for all
   * @param label the optimizer's label, or null
   * @param options the optimizer's options, or null
   * @param plugin the plugin to blame, or null where it is none's fault
   * @param code the error's code
   * @param message the error's line
   */
  public record FaultResult(
      String phase,
      String optimizer,
      String label,
      Map<String, Object> options,
      PluginResult plugin,
      String code,
      String message) {}

  /**
   * The minimum.
   *
   * @param name its name if it is a known one, else null
   * @param loss the full-batch training loss
   * @param trainAccuracy share of training examples classified rightly, or null
   * @param testAccuracy share of test examples classified rightly, or null
   * @param iterations steps of training
   * @param stopReason why training ended
   * @param optimizerState the numbers in the optimizer's state at the end of training, such as
   *     counters, or null without training
   */
  public record Minimum(
      String name,
      double loss,
      Double trainAccuracy,
      Double testAccuracy,
      long iterations,
      String stopReason,
      Map<String, Double> optimizerState) {}

  /**
   * Curvature at the minimum; all of it scales with the loss convention.
   *
   * @param lossConvention how the loss is scaled
   * @param degeneracy why no linearization at this point tells about a minimum, or null
   * @param normalization what examples are normalised by in it where the model normalises by a
   *     batch in training, or null
   * @param method exact, or central differences
   * @param productError of a Hessian product by differences, along the sharpest direction, as a
   *     share of its length; an estimate, or null where products are exact
   * @param sharpness a = λmax(H)
   * @param nonUniformity s = λmax(Σ)^½
   * @param smallestEigenvalue λmin(H)
   * @param gaussNewtonSharpness λmax of the Gauss–Newton part of H; its distance from the sharpness
   *     tells how far the minimum is from interpolation
   * @param layers the curvature of single layers, as far as it was asked for
   * @param spectrum leading eigenvalues of H and the density of all, or null if not asked for
   */
  public record CurvatureResult(
      String lossConvention,
      String degeneracy,
      String normalization,
      String method,
      Double productError,
      Quantity sharpness,
      Quantity nonUniformity,
      Quantity smallestEigenvalue,
      Quantity gaussNewtonSharpness,
      List<LayerCurvatureResult> layers,
      SpectrumResult spectrum) {
    /** Whether sharpness and non-uniformity met the tolerance, those of layers included. */
    public boolean converged() {
      return sharpness.converged()
          && nonUniformity.converged()
          && layers.stream()
              .allMatch(
                  layer -> layer.sharpness().converged() && layer.nonUniformity().converged());
    }
  }

  /**
   * The spectrum of the Hessian.
   *
   * @param leading the largest eigenvalues, in falling order
   * @param leadingStatus whether these are the largest, or why that is not sure
   * @param density of all eigenvalues
   */
  public record SpectrumResult(
      List<Quantity> leading, String leadingStatus, DensityResult density) {}

  /**
   * The density of eigenvalues, smoothed, by stochastic Lanczos quadrature.
   *
   * @param probes random vectors
   * @param steps of Lanczos for each
   * @param width standard deviation of the Gaussian that smooths
   * @param points eigenvalues
   * @param values the density there; its integral is one
   * @param standardErrors of the values, from the spread between probes
   * @param status complete, or why there is none
   */
  public record DensityResult(
      int probes,
      int steps,
      double width,
      double[] points,
      double[] values,
      double[] standardErrors,
      String status) {}

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
  public record Quantity(double value, double residual, int iterations, String status) {
    /** Whether it met the tolerance. */
    public boolean converged() {
      return status.equals(EigenStatus.CONVERGED.toString());
    }
  }

  /**
   * The verdict on one optimizer.
   *
   * @param optimizer its name
   * @param label name, first option, and those that are not at their defaults
   * @param options every option
   * @param sampling how its batches are drawn
   * @param state where the state comes from at which its step was linearized; a preconditioner is
   *     held at that state
   * @param learningRate the rate in force at that state, to which conditions and verdict apply; 1
   *     for a method that has none, or null where its step shows no recurrence
   * @param meanSquare what mini-batches mean, or null where the model has no Jacobian, the
   *     optimizer no recurrence, or nothing was asked about batches
   * @param atRest when the preconditioner's growth brings on instability, or null if it does not
   *     grow
   * @param liveExponent growth of the step as it is, its memory moving along, or null for methods
   *     with a recurrence whose preconditioner does not live on the steps
   */
  public record StabilityResult(
      String optimizer,
      String label,
      Map<String, Object> options,
      String sampling,
      String state,
      Double learningRate,
      FixedPointResult fixedPoint,
      List<ConditionResult> conditions,
      MeanSquareResult meanSquare,
      RestResult atRest,
      ExponentResult liveExponent,
      Range criticalLearningRate,
      String verdict,
      String reason) {}

  /**
   * Definition 1: the lengths of single steps from the minimum, in parameter units.
   *
   * @param fullBatch on all examples
   * @param maxOfBatches the longest on a batch as the optimizer draws them
   * @param meanOfBatches over such batches
   * @param maxOfExamples the longest on one example, whether or not the optimizer sees it alone
   * @param meanOfExamples over single examples
   * @param batches how many batches were tried
   * @param examples how many single examples were
   * @param pointNorm the length of the minimum itself
   * @param perturbation the distance from the minimum that the verdict is about
   * @param fixedPoint whether the optimizer's steps are no longer than that
   */
  public record FixedPointResult(
      double fullBatch,
      double maxOfBatches,
      double meanOfBatches,
      double maxOfExamples,
      double meanOfExamples,
      int batches,
      int examples,
      double pointNorm,
      double perturbation,
      boolean fixedPoint) {}

  /**
   * What mini-batches mean for a method, on the Gauss–Newton part.
   *
   * @param modes the dimension to which the dynamics were reduced
   * @param rows examples times outputs, the most that it could have
   * @param truncated whether curvature was left out: then growth rate and exponent are those of the
   *     modes that were kept, and {@code meaning} says what that means for all
   * @param held whether the preconditioner is one that the method does not go on with: then all of
   *     it is indicative only
   * @param sharpness λmax(P^½HP^½) there
   * @param nonUniformity the root of the largest eigenvalue of the covariance of P^½H_iP^½ there
   * @param growthRate ρ, what E‖z‖² grows by in a step, or null for the full batch
   * @param exponent λ, what ln‖z‖ grows by in a step of almost every run, or null where ρ says
   *     enough
   * @param criticalLearningRates by batch size
   */
  public record MeanSquareResult(
      int modes,
      int rows,
      boolean truncated,
      boolean held,
      double sharpness,
      double nonUniformity,
      BoundsResult growthRate,
      ExponentResult exponent,
      List<BatchRateResult> criticalLearningRates) {}

  /**
   * Bounds on a number.
   *
   * @param lower what is proved, or null if nothing is
   * @param upper what is proved, or null if nothing is
   * @param keptModes its value for the modes that were kept
   * @param meaning what that says of all modes
   * @param status {@code converged}, or why the bounds are no closer
   */
  public record BoundsResult(
      Double lower, Double upper, double keptModes, String meaning, String status) {}

  /** The critical learning rate for one size and law of batches. */
  public record BatchRateResult(int batchSize, String sampling, BoundsResult rate) {}

  /**
   * An exponent, by one long run.
   *
   * @param value growth of the logarithm in a step
   * @param standardError of the value
   * @param steps that were averaged
   * @param status {@code converged}, or why not
   */
  public record ExponentResult(double value, double standardError, long steps, String status) {}

  /**
   * What becomes of a method that stays at the minimum while its preconditioner grows.
   *
   * @param steps after which the edge of stability is reached, or null if it never is
   * @param limit λmax(P^½HP^½) at the literal fixed point, where all past gradients are zero
   * @param edge that it is compared with
   */
  public record RestResult(Double steps, double limit, double edge) {}

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
   * @param direction of the displacement at the start
   * @param horizon steps after which a run that had not left ended
   * @param escapedFraction the probability of escape within the horizon
   * @param claim what its interval permits: escapes, stays or inconclusive
   * @param medianSteps over the runs that escaped, or null if none did
   * @param escapeTime over all runs, those that stayed being cut short at the horizon
   * @param growth of ln L in a step, or null where the start is not far enough above the loss of
   *     the minimum
   * @param start losses at the starts, or null without displacement
   * @param peak the largest losses recorded, or null without records
   * @param prediction what was expected, written down before the trials; null if none was made
   * @param control the same trials at a share of the critical learning rate, or null
   * @param noControl why there is no control though one was asked for, or null
   * @param endedAt runs that ended near each known minimum; empty where none is known
   */
  public record EscapeResult(
      String optimizer,
      String label,
      Map<String, Object> options,
      double perturbation,
      String direction,
      double distance,
      long horizon,
      int trials,
      int escaped,
      int diverged,
      ProportionResult escapedFraction,
      String claim,
      Double medianSteps,
      EscapeTimeResult escapeTime,
      EscapeGrowthResult growth,
      EscapeStartResult start,
      EscapePeakResult peak,
      PredictionResult prediction,
      EscapeResult control,
      String noControl,
      Map<String, Integer> endedAt) {}

  /** A share of runs with the interval of Clopper and Pearson. */
  public record ProportionResult(double value, double lower, double upper, double confidence) {}

  /**
   * Steps until escape.
   *
   * @param quantiles by share of runs (0.1, 0.25, 0.5, 0.75, 0.9), Kaplan &amp; Meier; null where
   *     too few escaped
   * @param mean where all runs escaped, else null
   * @param standardDeviation of single runs where all escaped, else null
   * @param errorsFromPredicted the mean's distance from the predicted one in standard errors, from
   *     the predicted spread and the prediction's own error; null where either is not known
   */
  public record EscapeTimeResult(
      Map<String, Double> quantiles,
      Double mean,
      Double standardDeviation,
      Double errorsFromPredicted) {}

  /**
   * Growth of ln L in a step near the minimum.
   *
   * @param value over all runs
   * @param standardError from the spread across runs; null for one run
   * @param lower end of the 95 % interval across runs, or null
   * @param upper end, or null
   * @param runs in which it was measured
   * @param sunk runs among them whose loss had sunk below rounding when it was looked at, and
   *     counts as that
   * @param errorsFromTypical distance from 2λ in standard errors, those of λ included; null where
   *     it is not known or runs differ by rounding alone
   * @param errorsFromAnnealed distance from ln ρ in standard errors, likewise
   */
  public record EscapeGrowthResult(
      double value,
      Double standardError,
      Double lower,
      Double upper,
      int runs,
      int sunk,
      Double errorsFromTypical,
      Double errorsFromAnnealed) {}

  /**
   * Whether trials start where the linear theory speaks.
   *
   * @param lossFloor the loss at the minimum
   * @param leastOverFloor the smallest loss at a start as a multiple of that
   * @param leastDoubling the smallest L(2ε)/L(ε)
   * @param largestDoubling the largest
   * @param holds whether losses are 100 times the floor and doubling multiplies them by 4
   */
  public record EscapeStartResult(
      double lossFloor,
      double leastOverFloor,
      double leastDoubling,
      double largestDoubling,
      boolean holds) {}

  /** The largest recorded loss of a run: the median over runs, and the largest of all. */
  public record EscapePeakResult(double median, double largest) {}

  /**
   * What is expected of escape trials, before they are made.
   *
   * @param verdict of the stability analysis, or null without one
   * @param outcome stays, mostly stays, escapes or none
   * @param growthRate ρ, or null
   * @param criticalLearningRate between which learning rates stability is lost, or null
   * @param exponent λ, or null
   * @param variance σ², by which ln‖z‖ varies as tσ² in t steps, or null
   * @param typicalGrowth 2λ, what ln L grows by in a step of almost every run, or null
   * @param annealedGrowth ln ρ, what ln E L grows by, or null
   * @param start the distance at which the climb begins
   * @param escapedFraction share of trials expected to leave within the horizon, or null
   * @param meanSteps the mean time of escape, or null
   * @param standardDeviation of single runs' times, or null
   * @param standardError of meanSteps where runs were simulated, else null
   * @param quantiles of the simulated times by share of runs (0.1, 0.25, 0.5, 0.75, 0.9), or null
   * @param simulatedRuns how many runs of the linearized dynamics the times are of; null where they
   *     are ℓ/λ and √(ℓσ²/λ³)
   * @param horizon of the trials
   * @param basis what it rests on, or why there is no prediction
   */
  public record PredictionResult(
      String verdict,
      String outcome,
      BoundsResult growthRate,
      Range criticalLearningRate,
      ExponentResult exponent,
      Double variance,
      Double typicalGrowth,
      Double annealedGrowth,
      double start,
      Double escapedFraction,
      Double meanSteps,
      Double standardDeviation,
      Double standardError,
      Map<String, Double> quantiles,
      Integer simulatedRuns,
      long horizon,
      String basis) {}

  /**
   * What is needed to repeat the run.
   *
   * @param modelNotes what the model says has to be known to read results about it
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
      List<String> modelNotes,
      String parametersSha256,
      String started,
      Map<String, Double> seconds) {}

  /** A plugin that took part. */
  public record PluginResult(String id, String version, String sha256) {}

  /** The data, or null where the model brings its own. */
  public record DataResult(String type, String sha256) {}

  /** The JSON text. */
  public String toJson() throws IOException {
    return ResultJson.text(this);
  }

  /** Writes the JSON text, in full or not at all. */
  public void write(Path file) throws IOException {
    ResultJson.write(file, this);
  }
}
