package org.escapement.host.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.escapement.host.config.TrainSection;
import org.escapement.lab.figure.StabilityDiagram.Panel;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.lab.training.StopReason;
import org.escapement.lab.training.TrainingPlan;
import org.escapement.lab.training.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Carries out a run: find the minimum, measure it, decide stability, try to escape. */
final class Experiment {
  private final RunSetup setup;
  private final PhaseClock progress;
  private final EscapeStage escape;

  /** Of the first minimum. */
  private List<Panel> diagram;

  /**
   * @param files written while it goes on
   */
  Experiment(RunSetup setup, Progress progress, RunFolder.EarlyFiles files) {
    this.setup = setup;
    this.progress = new PhaseClock(progress);
    this.escape = new EscapeStage(setup, this.progress, files);
  }

  /** Carries it out. */
  RunOutcome run() {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      if (setup.trainer() != null) {
        return train(started);
      }
      return setup.point() == null ? analyseKnownMinima(started) : analysePoint(started);
    } finally {
      progress.done();
    }
  }

  private RunOutcome train(String started) {
    TrainSection section = setup.config().train();
    TrainingPlan plan =
        new TrainingPlan(
            section.until().loss(),
            section.maxIterations(),
            section.evaluateEvery(),
            section.sharpnessEvery(),
            section.sharpnessTolerance());
    progress.phase("training", section.maxIterations());
    TrainingResult training = Training.run(setup, setup.trainer(), plan, setup.streams(), progress);
    if (training.stopReason() == StopReason.DIVERGED) {
      return outcome(List.of(new Findings(ResultRecords.ofTraining(training))), started, training);
    }
    Findings found = new Findings(ResultRecords.ofTraining(training));
    examine(found, null, training.point(), training);
    return outcome(List.of(found), started, training);
  }

  private RunOutcome analysePoint(String started) {
    Findings found = new Findings(null);
    examine(found, null, setup.point(), null);
    return outcome(List.of(found), started, setup.point());
  }

  private RunOutcome analyseKnownMinima(String started) {
    List<Findings> all = new ArrayList<>();
    Map<String, INDArray> minima = setup.chosenMinima();
    minima.forEach(
        (name, point) -> {
          Findings found = new Findings(null);
          examine(found, name, point, null);
          all.add(found);
        });
    return outcome(all, started, minima.values().iterator().next());
  }

  private RunOutcome outcome(List<Findings> found, String started, TrainingResult training) {
    boolean diverged = training.stopReason() == StopReason.DIVERGED;
    return new RunOutcome(
        results(found, started),
        diverged ? null : training.point(),
        training.metrics(),
        diagram(),
        defect(found));
  }

  private RunOutcome outcome(List<Findings> found, String started, INDArray point) {
    return new RunOutcome(results(found, started), point, List.of(), diagram(), defect(found));
  }

  private static Throwable defect(List<Findings> all) {
    return all.stream().map(Findings::defect).filter(Objects::nonNull).findFirst().orElse(null);
  }

  /**
   * Everything about one minimum. Neither hours of training nor what was found at other minima is
   * to be lost by a failure.
   *
   * @param found gets what is found
   * @param name its name if it is a known one
   * @param training how it was found, or null
   */
  private void examine(Findings found, String name, INDArray point, TrainingResult training) {
    String suffix = name == null ? "" : " at " + name;
    try {
      examine(found, name, suffix, point, training);
    } catch (RuntimeException | Error e) {
      if (found.results().minimum() == null) {
        throw e;
      }
      found.failed("analysis" + suffix, null, e);
      diagram = diagram(); // none, if this is the first minimum
    }
  }

  private void examine(
      Findings found, String name, String suffix, INDArray point, TrainingResult training) {
    found.minimum(ResultRecords.minimum(setup, name, point, training));
    List<Panel> panels =
        new Examination(setup, setup.streams(), progress)
            .examine(
                found,
                suffix,
                point,
                training == null ? null : new Examination.Origin(setup.trainer(), training),
                setup.analysed(),
                examined -> predict(point, examined));
    diagram = diagram == null ? panels : diagram;
    if (escape.isWanted()) {
      escape.run(found, name, suffix, point);
    }
  }

  private void predict(INDArray point, ExaminedPoint examined) {
    if (escape.isWanted()) {
      escape.predict(point, examined);
    }
  }

  private RunResults results(List<Findings> found, String started) {
    List<MinimumResults> all = found.stream().map(Findings::results).toList();
    MinimumResults main = all.get(0);
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        main.minimum(),
        main.curvature(),
        main.stability(),
        main.escape(),
        main.faults(),
        all.subList(1, all.size()),
        ResultRecords.provenance(setup, started, progress.seconds()));
  }

  private List<Panel> diagram() {
    return diagram == null ? List.of() : diagram;
  }
}
