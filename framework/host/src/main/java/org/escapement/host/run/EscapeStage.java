package org.escapement.host.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.config.EscapeSection;
import org.escapement.lab.escape.Direction;
import org.escapement.lab.escape.EscapePlan;
import org.escapement.lab.escape.EscapeRecord;
import org.escapement.lab.escape.EscapeReport;
import org.escapement.lab.escape.EscapeSetting;
import org.escapement.lab.escape.EscapeTrial;
import org.escapement.lab.result.EscapeCsv;
import org.escapement.lab.result.EscapePredictions;
import org.escapement.lab.result.EscapePredictions.AtMinimum;
import org.escapement.lab.result.EscapePredictions.OfOptimizer;
import org.escapement.lab.result.RunDirectory;
import org.escapement.lab.result.RunResults.EscapeResult;
import org.escapement.lab.result.RunResults.PredictionResult;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Escape at one minimum after the other: predictions first, on disk, and then the trials. */
final class EscapeStage {
  /** Steps for which the theory is taken at its word. */
  private static final long MOST_STEPS = 20_000;

  /** Steps where theory says nothing. */
  private static final long USUAL_STEPS = 1500;

  private final RunSetup setup;
  private final Progress progress;
  private final RunFolder.EarlyFiles files;
  private final EscapeSection section;
  private final List<AtMinimum> written = new ArrayList<>();
  private double distance;
  private List<EscapeSubject> subjects = List.of();
  private INDArray topMode;

  EscapeStage(RunSetup setup, Progress progress, RunFolder.EarlyFiles files) {
    this.setup = setup;
    this.progress = progress;
    this.files = files;
    this.section = setup.config().escape();
  }

  /** Whether there is anything to do. */
  boolean isWanted() {
    return section != null;
  }

  /** Predicts, while the curvature at the minimum is at hand; {@link #run} refuses a far start. */
  void predict(INDArray point, ExaminedPoint examined) {
    distance =
        section.distance() == null
            ? EscapePlan.defaultDistance(Tensors.norm(point))
            : section.distance();
    topMode = examined.topMode().map(INDArray::dup).orElse(null);
    subjects =
        section.perturbation() < distance
            ? new EscapeForecasts(setup, distance).of(examined)
            : List.of();
  }

  /** Refuses a displacement that has escaped from the start. */
  static void requireStartWithin(double distance, double perturbation) {
    if (perturbation >= distance) {
      throw new EscapementException(
          ErrorCode.CONFIG_CONFLICT,
          "escape.perturbation: found "
              + perturbation
              + ", must be less than the distance of escape, which is "
              + distance
              + " at this minimum (escape.distance sets another)");
    }
  }

  /**
   * Writes the predictions down and makes the trials.
   *
   * @param found gets what is found
   * @param name of a known minimum, or null
   */
  void run(Findings found, String name, String suffix, INDArray point) {
    try {
      requireStartWithin(distance, section.perturbation());
      requireDirection();
      trials(found, name, suffix, point);
    } finally {
      if (topMode != null) {
        Tensors.free(topMode);
        topMode = null;
      }
    }
  }

  private void requireDirection() {
    if (section.direction() != Direction.RANDOM && topMode == null) {
      throw new EscapementException(
          ErrorCode.CONFIG_CONFLICT,
          "escape.direction: '"
              + section.direction()
              + "' needs the Hessian's leading eigenvector,"
              + " which was not found");
    }
  }

  private void trials(Findings found, String name, String suffix, INDArray point) {
    write(name);
    EscapeSetting setting =
        new EscapeSetting(
            setup.training(), setup.test(), point, topMode, setup.knownMinima(), setup.streams());
    long runs = subjects.stream().mapToLong(subject -> subject.control() == null ? 1 : 2).sum();
    progress.phase("escape" + suffix, runs * section.trials());
    AtomicInteger trials = new AtomicInteger();
    Attempts attempts = new Attempts(found, name, "escape" + suffix, setting, trials);
    for (EscapeSubject subject : subjects) {
      EscapeResult control =
          subject.control() == null
              ? null
              : attempts.of(subject.control(), horizon(subject), true, null);
      EscapeResult result = attempts.of(subject, horizon(subject), false, control);
      if (result != null) {
        found.escape().add(result);
      }
    }
  }

  private void write(String name) {
    if (!section.predict()) {
      return;
    }
    List<OfOptimizer> predictions = new ArrayList<>();
    for (EscapeSubject subject : subjects) {
      long horizon = horizon(subject);
      predictions.add(early(subject, horizon, false));
      if (subject.control() != null) {
        predictions.add(early(subject.control(), horizon, true));
      }
    }
    written.add(new AtMinimum(name, predictions));
    EscapePredictions all =
        new EscapePredictions(EscapePredictions.SCHEMA_VERSION, List.copyOf(written));
    files.write(writing(directory -> all.write(directory.file(EscapePredictions.FILE))));
  }

  private OfOptimizer early(EscapeSubject subject, long horizon, boolean control) {
    return EscapeRecords.early(
        subject.optimizer(), control, plan(horizon), prediction(subject, horizon));
  }

  private PredictionResult prediction(EscapeSubject subject, long horizon) {
    return section.predict()
        ? EscapeRecords.prediction(subject.forecast(), subject.report().orElse(null), horizon)
        : null;
  }

  private EscapePlan plan(long horizon) {
    return new EscapePlan(
        section.perturbation(),
        section.direction(),
        section.trials(),
        horizon,
        distance,
        section.recordEvery(),
        section.recordSharpness());
  }

  /** A control runs as long as what it is the control of. */
  private long horizon(EscapeSubject subject) {
    if (section.maxIterations() != null) {
      return section.maxIterations();
    }
    long longest =
        subjects.stream()
            .flatMapToLong(other -> other.forecast().horizon().stream())
            .max()
            .orElse(USUAL_STEPS);
    return Math.min(MOST_STEPS, subject.forecast().horizon().orElse(longest));
  }

  /** Trials at one minimum. */
  private final class Attempts {
    private final Findings found;
    private final String minimum;
    private final String phase;
    private final EscapeSetting setting;
    private final AtomicInteger trials;

    Attempts(
        Findings found, String minimum, String phase, EscapeSetting setting, AtomicInteger trials) {
      this.found = found;
      this.minimum = minimum;
      this.phase = phase;
      this.setting = setting;
      this.trials = trials;
    }

    /** Null where they failed. */
    EscapeResult of(EscapeSubject subject, long horizon, boolean isControl, EscapeResult control) {
      NamedOptimizer optimizer = subject.optimizer();
      EscapePlan plan = plan(horizon);
      EscapeTrial trial =
          new EscapeTrial(
              setting,
              plan,
              records -> record(records, optimizer, isControl),
              () -> progress.at(trials.incrementAndGet(), optimizer.name()));
      List<EscapeResult> results = new ArrayList<>();
      found.attempt(
          phase,
          optimizer,
          () -> trial.run(optimizer.optimizer()),
          (EscapeReport report) ->
              results.add(
                  EscapeRecords.result(
                      optimizer,
                      plan,
                      report,
                      prediction(subject, horizon),
                      control,
                      subject.noControl())));
      return results.isEmpty() ? null : results.get(0);
    }

    private void record(List<EscapeRecord> records, NamedOptimizer optimizer, boolean control) {
      if (!records.isEmpty()) {
        files.write(
            writing(
                directory ->
                    EscapeCsv.append(
                        directory.file(EscapeCsv.FILE),
                        minimum,
                        optimizer.label(),
                        control,
                        records)));
      }
    }
  }

  /** Writing into the run directory. */
  private interface Writing {
    void into(RunDirectory directory) throws IOException;
  }

  private static Consumer<RunDirectory> writing(Writing writing) {
    return directory -> {
      try {
        writing.into(directory);
      } catch (IOException e) {
        throw new EscapementException(
            ErrorCode.OUTPUT,
            directory.target() + ": cannot be written (" + e.getMessage() + ")",
            e);
      }
    };
  }
}
