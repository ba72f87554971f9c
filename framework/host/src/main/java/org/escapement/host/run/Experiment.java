package org.escapement.host.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.config.EscapeSection;
import org.escapement.host.config.TrainSection;
import org.escapement.lab.escape.EscapePlan;
import org.escapement.lab.escape.EscapeTrial;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.result.RunResults.EscapeResult;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.lab.result.StabilityDiagram.Panel;
import org.escapement.lab.training.StopReason;
import org.escapement.lab.training.TrainingPlan;
import org.escapement.lab.training.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Carries out a run: find the minimum, measure it, decide stability, try to escape. */
final class Experiment {
  private final RunSetup setup;
  private final PhaseClock progress;

  /** Of the first minimum. */
  private List<Panel> diagram;

  Experiment(RunSetup setup, Progress progress) {
    this.setup = setup;
    this.progress = new PhaseClock(progress);
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
            section.sharpnessEvery());
    progress.phase("training", section.maxIterations());
    TrainingResult training = Training.run(setup, setup.trainer(), plan, setup.streams(), progress);
    MinimumResults main =
        training.stopReason() == StopReason.DIVERGED
            ? new MinimumResults(ResultRecords.diverged(training), null, List.of(), List.of())
            : examine(null, training.point(), training);
    return new RunOutcome(
        results(main, List.of(), started), training.point(), training.metrics(), diagram());
  }

  private RunOutcome analysePoint(String started) {
    MinimumResults only = examine(null, setup.point(), null);
    return new RunOutcome(results(only, List.of(), started), setup.point(), List.of(), diagram());
  }

  private RunOutcome analyseKnownMinima(String started) {
    List<MinimumResults> all = new ArrayList<>();
    Map<String, INDArray> minima = setup.chosenMinima();
    minima.forEach((name, point) -> all.add(examine(name, point, null)));
    return new RunOutcome(
        results(all.get(0), all.subList(1, all.size()), started),
        minima.values().iterator().next(),
        List.of(),
        diagram());
  }

  /**
   * Everything about one minimum.
   *
   * @param name its name if it is a known one
   * @param training how it was found, or null
   */
  private MinimumResults examine(String name, INDArray point, TrainingResult training) {
    String suffix = name == null ? "" : " at " + name;
    RunResults.Minimum minimum = ResultRecords.minimum(setup, name, point, training);
    Examination.Findings findings =
        new Examination(setup, setup.streams(), progress)
            .of(
                suffix,
                point,
                training == null ? null : new Examination.Origin(setup.trainer(), training),
                setup.analysed());
    diagram = diagram == null ? findings.diagram() : diagram;
    return new MinimumResults(
        minimum, findings.curvature(), findings.stability(), escape(point, suffix));
  }

  private List<EscapeResult> escape(INDArray point, String suffix) {
    EscapeSection section = setup.config().escape();
    if (section == null) {
      return List.of();
    }
    double distance =
        section.distance() == null
            ? EscapePlan.defaultDistance(Tensors.norm(point))
            : section.distance();
    EscapePlan plan =
        new EscapePlan(section.perturbation(), section.trials(), section.maxIterations(), distance);
    progress.phase("escape" + suffix, (long) section.trials() * setup.escaping().size());
    AtomicInteger trials = new AtomicInteger();
    List<EscapeResult> results = new ArrayList<>();
    for (NamedOptimizer optimizer : setup.escaping()) {
      EscapeTrial trial =
          new EscapeTrial(
              setup.training(),
              point,
              setup.knownMinima(),
              plan,
              setup.streams(),
              () -> progress.at(trials.incrementAndGet(), optimizer.name()));
      results.add(ResultRecords.escape(optimizer, plan, trial.run(optimizer.optimizer())));
    }
    return results;
  }

  private RunResults results(MinimumResults main, List<MinimumResults> others, String started) {
    return new RunResults(
        RunResults.SCHEMA_VERSION,
        main.minimum(),
        main.curvature(),
        main.stability(),
        main.escape(),
        List.copyOf(others),
        ResultRecords.provenance(setup, started, progress.seconds()));
  }

  private List<Panel> diagram() {
    return diagram == null ? List.of() : diagram;
  }
}
