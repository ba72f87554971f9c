package org.escapement.host.compare;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Tensors;
import org.escapement.host.config.CompareSection;
import org.escapement.host.run.Examination;
import org.escapement.host.run.Findings;
import org.escapement.host.run.NamedOptimizer;
import org.escapement.host.run.PhaseClock;
import org.escapement.host.run.Progress;
import org.escapement.host.run.ResultRecords;
import org.escapement.host.run.RunSetup;
import org.escapement.host.run.Training;
import org.escapement.lab.comparison.ComparisonSummary;
import org.escapement.lab.result.ComparisonResults;
import org.escapement.lab.result.ComparisonResults.ComparedOptimizer;
import org.escapement.lab.result.ComparisonResults.ComparedTraining;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.lab.result.RunResults.Quantity;
import org.escapement.lab.result.RunResults.StabilityResult;
import org.escapement.lab.training.StopReason;
import org.escapement.lab.training.TrainingPlan;
import org.escapement.lab.training.TrainingResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Carries out a comparison: every optimizer trains from the start of every seed, and at each
 * minimum found all of them are asked whether they would stay.
 */
final class ComparisonExperiment {
  private static final String AT_MINIMUM = " at the minimum of ";

  private final RunSetup setup;
  private final CompareSection section;
  private final PhaseClock progress;
  private final List<ListedOptimizer> listed;
  private final List<ComparedTraining> trainings = new ArrayList<>();
  private final Map<String, INDArray> points = new LinkedHashMap<>();

  /** Those that did not return: asked again, each would cost its time limit at every minimum. */
  private final Map<NamedOptimizer, Throwable> givenUp = new IdentityHashMap<>();

  private Throwable defect;

  ComparisonExperiment(RunSetup setup, Progress progress) {
    this.setup = setup;
    this.section = setup.config().compare();
    this.progress = new PhaseClock(progress);
    this.listed = ListedOptimizer.of(setup.compared());
  }

  /**
   * What a comparison leaves.
   *
   * @param results the numbers
   * @param points where trainings ended, by file
   * @param defect the first failure that is Escapement's own fault, or null
   */
  record Outcome(ComparisonResults results, Map<String, INDArray> points, Throwable defect) {}

  /** Carries it out. */
  Outcome run() {
    String started = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    try {
      for (ListedOptimizer optimizer : listed) {
        for (long seed : section.seeds()) {
          trainings.add(train(optimizer, seed));
        }
      }
      ComparisonSummary summary = new ComparisonSummary(trainings);
      return new Outcome(
          new ComparisonResults(
              ComparisonResults.SCHEMA_VERSION,
              listed.stream().map(optimizer -> summarize(optimizer, summary)).toList(),
              List.copyOf(trainings),
              summary.verdicts(listed.stream().map(ListedOptimizer::id).toList()),
              ResultRecords.provenance(setup, started, progress.seconds())),
          points,
          defect);
    } finally {
      progress.done();
    }
  }

  private ComparedTraining train(ListedOptimizer optimizer, long seed) {
    NamedOptimizer named = optimizer.named();
    RandomStreams streams = RandomStreams.of(seed);
    String name = optimizer.id() + ", seed " + seed;
    int of = listed.size() * section.seeds().size();
    progress.phase(
        "training " + name + " (" + (trainings.size() + 1) + " of " + of + ")",
        section.maxIterations());
    Findings found = new Findings(null);
    if (givenUp.containsKey(named)) {
      found.notAsked("training " + name, named, givenUp.get(named));
      return ended(optimizer, seed, null, false, found);
    }
    TrainingResult training;
    try {
      training = Training.run(setup, named, plan(), streams, progress);
    } catch (RuntimeException | Error e) { // the other trainings go on
      found.failed("training " + name, named, e);
      return ended(optimizer, seed, null, false, found);
    }
    found.minimum(ResultRecords.ofTraining(training));
    String file = null;
    if (training.stopReason() == StopReason.DIVERGED) {
      Tensors.free(training.point());
    } else {
      file = "minima/" + optimizer.id() + "-seed" + seed + ".safetensors";
      points.put(file, training.point());
      try {
        examine(named, AT_MINIMUM + name, training, streams, found);
      } catch (RuntimeException | Error e) { // the point is there, and the other trainings go on
        found.failed("analysis" + AT_MINIMUM + name, null, e);
      }
    }
    if (found.results().faults().isEmpty()) { // else a thread that was given up may still read it
      training.state().tensors().values().forEach(Tensors::free);
    }
    boolean reached = training.stopReason() == StopReason.LOSS_REACHED;
    return ended(optimizer, seed, file, reached, found);
  }

  /** What there is to know of the point where a training ended; all of it only of a minimum. */
  private void examine(
      NamedOptimizer trained,
      String suffix,
      TrainingResult training,
      RandomStreams streams,
      Findings found) {
    found.minimum(ResultRecords.minimum(setup, null, training.point(), training));
    if (training.stopReason() != StopReason.LOSS_REACHED) {
      return;
    }
    List<NamedOptimizer> asked = new ArrayList<>();
    for (NamedOptimizer other : setup.compared()) {
      if (givenUp.containsKey(other)) {
        found.notAsked("stability" + suffix, other, givenUp.get(other));
      } else {
        asked.add(other);
      }
    }
    new Examination(setup, streams, progress)
        .examine(found, suffix, training.point(), new Examination.Origin(trained, training), asked);
  }

  private ComparedTraining ended(
      ListedOptimizer optimizer, long seed, String file, boolean reached, Findings findings) {
    defect = defect == null ? findings.defect() : defect;
    givenUp.putAll(findings.givenUp());
    MinimumResults results = findings.results();
    Map<String, StabilityResult> stability = new LinkedHashMap<>();
    for (ListedOptimizer asked : listed) {
      results.stability().stream()
          .filter(asked.named()::isOf)
          .forEach(answer -> stability.put(asked.id(), answer));
    }
    StabilityResult own = stability.get(optimizer.id());
    return new ComparedTraining(
        optimizer.id(),
        seed,
        file,
        results.minimum(),
        reached,
        results.curvature(),
        own == null ? null : ComparisonSummary.edge(own),
        stability,
        results.faults());
  }

  /** Curvature is measured where it is asked for, not on the way to it. */
  private TrainingPlan plan() {
    return new TrainingPlan(
        section.until().loss(),
        section.maxIterations(),
        section.evaluateEvery(),
        section.maxIterations() + 1L);
  }

  private ComparedOptimizer summarize(ListedOptimizer optimizer, ComparisonSummary summary) {
    String id = optimizer.id();
    String first = listed.get(0).id();
    boolean other = !id.equals(first);
    return new ComparedOptimizer(
        id,
        optimizer.named().name(),
        optimizer.named().label(),
        optimizer.named().optionValues(),
        section.seeds().size(),
        summary.found(id).size(),
        summary.spread(id, value(ComparisonExperiment::sharpness)),
        summary.spread(id, value(ComparisonExperiment::nonUniformity)),
        summary.spread(id, found -> found.edge() == null ? null : found.edge().share()),
        summary.spread(id, found -> found.minimum().testAccuracy()),
        summary.spread(id, found -> (double) found.minimum().iterations()),
        other ? summary.ratio(id, first, ComparisonExperiment::sharpness) : null,
        other ? summary.ratio(id, first, ComparisonExperiment::nonUniformity) : null);
  }

  private static Function<ComparedTraining, Double> value(
      Function<ComparedTraining, Quantity> quantity) {
    return quantity.andThen(measured -> measured == null ? null : measured.value());
  }

  private static Quantity sharpness(ComparedTraining found) {
    return found.curvature() == null ? null : found.curvature().sharpness();
  }

  private static Quantity nonUniformity(ComparedTraining found) {
    return found.curvature() == null ? null : found.curvature().nonUniformity();
  }
}
