package org.escapement.lab.escape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.escape.EscapeReport.Claim;
import org.escapement.lab.escape.EscapeReport.MeanTime;
import org.escapement.lab.escape.EscapeReport.Peak;
import org.escapement.lab.statistics.KaplanMeier;
import org.escapement.lab.statistics.KaplanMeier.Observation;
import org.escapement.lab.statistics.MeanOverRuns;
import org.escapement.lab.statistics.Proportion;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Starts an optimizer beside a minimum, many times, and counts how often it leaves. */
public final class EscapeTrial {
  private static final String ELSEWHERE = "elsewhere";

  private final EscapeSetting setting;
  private final EscapePlan plan;
  private final Consumer<List<EscapeRecord>> recorder;
  private final Runnable afterTrial;
  private final Objective objective;
  private final Starts starts;
  private final INDArray difference;
  private final Batch all;

  /**
   * @param setting the minimum
   * @param plan how to try
   * @param recorder gets the records of every run once it is over; none without records
   * @param afterTrial called after every run, for progress
   */
  public EscapeTrial(
      EscapeSetting setting,
      EscapePlan plan,
      Consumer<List<EscapeRecord>> recorder,
      Runnable afterTrial) {
    this.setting = setting;
    this.plan = plan;
    this.recorder = recorder;
    this.afterTrial = afterTrial;
    this.objective = setting.objective();
    this.starts = new Starts(setting, plan);
    this.difference = setting.minimum().ulike();
    this.all = Batch.all(objective.examples());
  }

  /** Runs all trials of one optimizer. */
  public EscapeReport run(Optimizer optimizer) {
    List<Outcome> outcomes = new ArrayList<>();
    for (int trial = 0; trial < plan.trials(); trial++) {
      outcomes.add(runOne(optimizer, trial));
      afterTrial.run();
    }
    List<Long> steps =
        outcomes.stream()
            .filter(outcome -> outcome.escapedAfter().isPresent())
            .map(outcome -> outcome.escapedAfter().getAsLong())
            .toList();
    Proportion probability = Proportion.of(steps.size(), plan.trials(), EscapeReport.CONFIDENCE);
    List<MeanOverRuns.Run> growths =
        outcomes.stream().flatMap(outcome -> outcome.growth().stream()).toList();
    return new EscapeReport(
        plan.trials(),
        steps.size(),
        (int) outcomes.stream().filter(Outcome::diverged).count(),
        median(steps),
        new KaplanMeier(outcomes.stream().map(this::observation).toList()),
        steps.size() == plan.trials() ? MeanTime.of(steps) : Optional.empty(),
        probability,
        Claim.of(probability),
        growths.isEmpty()
            ? Optional.empty()
            : Optional.of(MeanOverRuns.of(growths, EscapeReport.CONFIDENCE)),
        (int) outcomes.stream().filter(Outcome::sunk).count(),
        starts.check(),
        peak(outcomes),
        endedAt(outcomes));
  }

  private record Outcome(
      OptionalLong escapedAfter,
      boolean diverged,
      Optional<MeanOverRuns.Run> growth,
      boolean sunk,
      OptionalDouble peak,
      String end) {}

  private Observation observation(Outcome outcome) {
    return new Observation(
        outcome.escapedAfter().orElse(plan.horizon()), outcome.escapedAfter().isPresent());
  }

  private Map<String, Integer> endedAt(List<Outcome> outcomes) {
    Map<String, Integer> endedAt = new LinkedHashMap<>();
    if (!setting.knownMinima().isEmpty()) {
      outcomes.forEach(outcome -> endedAt.merge(outcome.end(), 1, Integer::sum));
    }
    return endedAt;
  }

  private static Optional<Peak> peak(List<Outcome> outcomes) {
    double[] peaks =
        outcomes.stream().flatMapToDouble(outcome -> outcome.peak().stream()).sorted().toArray();
    return peaks.length == 0
        ? Optional.empty()
        : Optional.of(
            new Peak(
                (peaks[(peaks.length - 1) / 2] + peaks[peaks.length / 2]) / 2,
                peaks[peaks.length - 1]));
  }

  private Outcome runOne(Optimizer optimizer, int trial) {
    Starts.Start start = starts.of(trial);
    BatchSampler sampler =
        new BatchSampler(
            optimizer.sampling(),
            objective.examples(),
            setting.streams().stream("batches " + trial));
    try (Trajectory trajectory = Trajectory.from(optimizer, objective, start.point(), sampler);
        TrialObserver observer =
            new TrialObserver(
                objective,
                setting.test(),
                plan,
                trial,
                setting.topMode(),
                setting.streams().stream("probes " + trial))) {
      Outcome outcome = follow(trajectory, observer, starts.window(start));
      recorder.accept(observer.records());
      return outcome;
    } finally {
      Tensors.free(start.point());
    }
  }

  private Outcome follow(Trajectory trajectory, TrialObserver observer, GrowthWindow window) {
    OptionalLong escapedAfter = OptionalLong.empty();
    boolean diverged = false;
    observer.look(0, trajectory::point, plan.perturbation());
    while (trajectory.iteration() < plan.horizon() && !diverged) {
      trajectory.propose();
      trajectory.accept();
      long iteration = trajectory.iteration();
      double distance = trajectory.distance(setting.minimum());
      diverged = !trajectory.finite() || !Double.isFinite(distance);
      if (escapedAfter.isEmpty() && (diverged || distance > plan.distance())) {
        escapedAfter = OptionalLong.of(iteration);
      }
      window.step(
          iteration,
          diverged ? Double.NaN : distance,
          iteration == plan.horizon(),
          () -> trajectory.loss(all));
      observer.look(iteration, trajectory::point, distance);
      if (escapedAfter.isPresent() && setting.knownMinima().isEmpty() && plan.recordEvery() == 0) {
        break;
      }
    }
    return new Outcome(
        escapedAfter,
        diverged,
        window.growth(),
        window.sunk(),
        largest(observer.records()),
        diverged ? ELSEWHERE : nearest(trajectory.point()));
  }

  /** Of a run that overflowed it is infinite, whatever not-a-number its losses became. */
  static OptionalDouble largest(List<EscapeRecord> records) {
    return records.stream()
        .mapToDouble(EscapeRecord::loss)
        .map(loss -> Double.isNaN(loss) ? Double.POSITIVE_INFINITY : loss)
        .max();
  }

  private double distance(INDArray a, INDArray b) {
    a.sub(b, difference);
    return Tensors.norm(difference);
  }

  private String nearest(INDArray point) {
    String nearest = ELSEWHERE;
    double least = plan.distance();
    for (Map.Entry<String, INDArray> known : setting.knownMinima().entrySet()) {
      double distance = distance(known.getValue(), point);
      if (distance <= least) {
        least = distance;
        nearest = known.getKey();
      }
    }
    return nearest;
  }

  private static OptionalDouble median(List<Long> steps) {
    if (steps.isEmpty()) {
      return OptionalDouble.empty();
    }
    List<Long> sorted = steps.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2.0);
  }
}
