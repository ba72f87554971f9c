package org.escapement.host.run;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicInteger;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.config.AnalyzeSection;
import org.escapement.host.config.EscapeSection;
import org.escapement.host.config.TrainSection;
import org.escapement.host.plugin.Supervision;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.curvature.LayerCurvature;
import org.escapement.lab.escape.EscapePlan;
import org.escapement.lab.escape.EscapeTrial;
import org.escapement.lab.result.RunResults;
import org.escapement.lab.result.RunResults.LayerCurvatureResult;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.lab.result.StabilityDiagram.Panel;
import org.escapement.lab.stability.AnalysisPlan;
import org.escapement.lab.stability.LiveState;
import org.escapement.lab.stability.StabilityAnalysis;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.training.StopReason;
import org.escapement.lab.training.TrainingLoop;
import org.escapement.lab.training.TrainingPlan;
import org.escapement.lab.training.TrainingResult;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Carries out a run: find the minimum, measure it, decide stability, try to escape. */
final class Experiment {
  /** The perturbation that verdicts are about where none is given. */
  private static final double SHARE_OF_NORM = 1e-3;

  private static final double LEAST_PERTURBATION = 1e-3;

  private final RunSetup setup;
  private final Progress progress;
  private final Map<String, Double> seconds = new LinkedHashMap<>();

  /** Of the first minimum. */
  private List<Panel> diagram;

  Experiment(RunSetup setup, Progress progress) {
    this.setup = setup;
    this.progress = progress;
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
    TrainingLoop loop =
        new TrainingLoop(
            setup.training(),
            setup.test(),
            plan,
            metrics ->
                progress.at(
                    metrics.iteration(), String.format(Locale.ROOT, "loss %.3e", metrics.loss())));
    INDArray start = setup.model().initialPoint(setup.streams().stream("initialisation"));
    long begin = System.nanoTime();
    TrainingResult training =
        Supervision.of(
            () ->
                loop.run(
                    setup.trainer().optimizer(),
                    start,
                    setup.streams().stream("training batches"),
                    setup.streams().stream("training probes")));
    took("training", begin);
    Tensors.free(start);
    if (training.stopReason() == StopReason.DIVERGED) {
      return outcome(List.of(new Findings(ResultRecords.diverged(training))), started, training);
    }
    Findings found =
        new Findings(
            ResultRecords.minimum(
                null, training.loss(), OptionalDouble.empty(), OptionalDouble.empty(), training));
    try {
      examine(found, null, training.point(), training);
    } catch (RuntimeException | Error e) { // hours of training are not to be lost
      found.failed("analysis", null, e);
    }
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
   * Everything about one minimum.
   *
   * @param found gets what is found
   * @param name its name if it is a known one
   * @param training how it was found, or null
   */
  private void examine(Findings found, String name, INDArray point, TrainingResult training) {
    RandomStreams streams = setup.streams();
    AnalyzeSection section = setup.config().analyze();
    Tolerance tolerance =
        Tolerance.relative(section.tolerance(), section.maxProducts())
            .withMaxBytes(setup.memory().solverBytes());
    String suffix = name == null ? "" : " at " + name;
    found.minimum(
        ResultRecords.minimum(
            name,
            setup.training().loss(point, Batch.all(setup.training().examples())),
            setup.training().accuracy(point),
            setup.test() == null ? OptionalDouble.empty() : setup.test().accuracy(point),
            training));
    progress.phase("curvature" + suffix, 1);
    long begin = System.nanoTime();
    // first, and not beside the passes below: the memory is shared out among those
    List<LayerCurvatureResult> layers = Supervision.of(() -> layers(point, tolerance, suffix));
    try (Curvature second = setup.training().curvature(point);
        Curvature positive = setup.training().gaussNewton(point)) {
      CurvatureOperators operators = CurvatureOperators.of(setup.training(), second);
      CurvatureOperators gaussNewton = CurvatureOperators.of(setup.training(), positive);
      try (CurvatureMeasurement curvature =
          Supervision.of(
              () ->
                  CurvatureMeasurement.of(
                      operators, gaussNewton, tolerance, streams.stream("curvature" + suffix)))) {
        found.curvature(
            ResultRecords.curvature(setup.training(), point, second.method(), curvature, layers));
        took("curvature" + suffix, begin);
        try (StabilityAnalysis analysis =
            new StabilityAnalysis(
                setup.training(),
                operators,
                curvature,
                gaussNewton,
                point,
                plan(tolerance, point),
                streams.stream("stability" + suffix))) {
          DiagramPanels panels = new DiagramPanels();
          stability(found, analysis, point, training, suffix, panels);
          diagram = diagram == null ? panels.at(curvature) : diagram;
        }
      }
    }
    escape(found, point, suffix);
  }

  private AnalysisPlan plan(Tolerance tolerance, INDArray point) {
    AnalyzeSection section = setup.config().analyze();
    EscapeSection escape = setup.config().escape();
    double perturbation = Math.max(LEAST_PERTURBATION, SHARE_OF_NORM * Tensors.norm(point));
    if (section.perturbation() != null) {
      perturbation = section.perturbation();
    } else if (escape != null) {
      perturbation = escape.perturbation();
    }
    return new AnalysisPlan(
        tolerance,
        section.batchSizes(),
        section.withReplacement(),
        section.modes(),
        perturbation,
        section.exponentSteps());
  }

  private List<LayerCurvatureResult> layers(INDArray point, Tolerance tolerance, String suffix) {
    List<LayerCurvatureResult> layers = new ArrayList<>();
    setup
        .layers()
        .forEach(
            (name, subset) ->
                layers.add(
                    ResultRecords.layer(
                        name,
                        LayerCurvature.measure(
                            setup.training(),
                            subset,
                            point,
                            tolerance,
                            setup.streams().stream("curvature of " + name + suffix)))));
    return layers;
  }

  private void stability(
      Findings found,
      StabilityAnalysis analysis,
      INDArray point,
      TrainingResult training,
      String suffix,
      DiagramPanels panels) {
    String phase = "stability" + suffix;
    progress.phase(phase, setup.analysed().size());
    long begin = System.nanoTime();
    int done = 0;
    for (NamedOptimizer optimizer : setup.analysed()) {
      progress.at(done++, optimizer.name());
      found.attempt(
          phase,
          optimizer,
          () -> {
            try (LiveState live = state(optimizer, point, training)) {
              StabilityReport report =
                  analysis.analyse(optimizer.optimizer(), live, optimizer.learningRate());
              found.stability().add(ResultRecords.stability(optimizer, report));
              panels.add(optimizer.label(), report);
            }
          });
    }
    took(phase, begin);
  }

  /**
   * The state that training left, for the optimizer that trained; for others one that is warmed up.
   */
  private LiveState state(NamedOptimizer optimizer, INDArray point, TrainingResult training) {
    if (training != null && optimizer.component().equals(setup.trainer().component())) {
      return LiveState.ofTraining(training.state());
    }
    return LiveState.warmedUp(
        optimizer.optimizer(),
        setup.training(),
        point,
        setup.config().analyze().warmup(),
        setup.streams().stream("warm-up batches"));
  }

  private void escape(Findings found, INDArray point, String suffix) {
    EscapeSection section = setup.config().escape();
    if (section == null) {
      return;
    }
    double distance =
        section.distance() == null
            ? EscapePlan.defaultDistance(Tensors.norm(point))
            : section.distance();
    EscapePlan plan =
        new EscapePlan(section.perturbation(), section.trials(), section.maxIterations(), distance);
    progress.phase("escape" + suffix, (long) section.trials() * setup.escaping().size());
    long begin = System.nanoTime();
    AtomicInteger trials = new AtomicInteger();
    for (NamedOptimizer optimizer : setup.escaping()) {
      EscapeTrial trial =
          new EscapeTrial(
              setup.training(),
              point,
              setup.knownMinima(),
              plan,
              setup.streams(),
              () -> progress.at(trials.incrementAndGet(), optimizer.name()));
      found.attempt(
          "escape" + suffix,
          optimizer,
          () ->
              found
                  .escape()
                  .add(ResultRecords.escape(optimizer, plan, trial.run(optimizer.optimizer()))));
    }
    took("escape" + suffix, begin);
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
        ResultRecords.provenance(setup, started, seconds));
  }

  private List<Panel> diagram() {
    return diagram == null ? List.of() : diagram;
  }

  private void took(String phase, long begin) {
    seconds.put(phase, Math.round((System.nanoTime() - begin) / 1e6) / 1e3);
  }
}
