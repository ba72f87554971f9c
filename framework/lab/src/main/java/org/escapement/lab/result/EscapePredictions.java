package org.escapement.lab.result;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.escapement.lab.result.RunResults.PredictionResult;

/**
 * What is expected of escape trials, as {@code prediction.json} holds it: written before the first
 * trial at a minimum begins.
 *
 * @param schemaVersion of this structure; it grows when a field changes its meaning or goes
 * @param minima one entry for each minimum, in order
 */
public record EscapePredictions(int schemaVersion, List<AtMinimum> minima) {
  /** The structure that this class writes. */
  public static final int SCHEMA_VERSION = 1;

  /** The file in a run directory. */
  public static final String FILE = "prediction.json";

  /**
   * Predictions at one minimum.
   *
   * @param minimum its name if it is a known one, else null
   * @param predictions one for each optimizer, and one for each control
   */
  public record AtMinimum(String minimum, List<OfOptimizer> predictions) {}

  /**
   * The prediction for one optimizer.
   *
   * @param optimizer its name
   * @param label name and the options that matter
   * @param options every option
   * @param control whether it is a control
   * @param perturbation length of the displacement
   * @param distance at which a run has escaped
   * @param trials to be made
   * @param prediction what is expected
   */
  public record OfOptimizer(
      String optimizer,
      String label,
      Map<String, Object> options,
      boolean control,
      double perturbation,
      double distance,
      int trials,
      PredictionResult prediction) {}

  /** Writes the JSON text, in full or not at all. */
  public void write(Path file) throws IOException {
    ResultJson.write(file, this);
  }
}
