package org.escapement.host.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.escapement.host.config.Component;
import org.escapement.lab.meansquare.Passage;
import org.escapement.lab.meansquare.PassageTimes;
import org.escapement.lab.stability.LiveState;
import org.escapement.lab.stability.StabilityAnalysis;
import org.escapement.lab.stability.StabilityReport;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What can be asked while the curvature at a point is at hand. */
final class ExaminedPoint {
  private final Findings found;
  private final String phase;
  private final StabilityAnalysis analysis;
  private final Function<NamedOptimizer, LiveState> states;
  private final Supplier<RandomGenerator> passages;
  private final INDArray topMode;
  private final Map<Component, Optional<StabilityReport>> reports = new HashMap<>();

  /**
   * @param found notes what fails
   * @param phase what a failure is said to be in
   * @param states in which each optimizer is analysed
   * @param passages the source of simulated runs, the same for each question
   * @param topMode the Hessian's leading eigenvector, or null
   */
  ExaminedPoint(
      Findings found,
      String phase,
      StabilityAnalysis analysis,
      Function<NamedOptimizer, LiveState> states,
      Supplier<RandomGenerator> passages,
      INDArray topMode) {
    this.found = found;
    this.phase = phase;
    this.analysis = analysis;
    this.states = states;
    this.passages = passages;
    this.topMode = topMode;
  }

  /** Notes that an optimizer has been analysed, or, without a report, that it failed. */
  void decided(NamedOptimizer optimizer, Optional<StabilityReport> report) {
    reports.put(optimizer.component(), report);
  }

  /** Analyses an optimizer. */
  StabilityReport analyse(NamedOptimizer optimizer) {
    try (LiveState live = states.apply(optimizer)) {
      return analysis.analyse(optimizer.optimizer(), live, optimizer.learningRate());
    }
  }

  /**
   * An optimizer's stability: that which was decided already, or an analysis of its own; empty
   * where that fails, which is noted.
   */
  Optional<StabilityReport> report(NamedOptimizer optimizer) {
    return reports.computeIfAbsent(
        optimizer.component(), any -> attempt(optimizer, () -> analyse(optimizer)));
  }

  /**
   * When runs of an optimizer's linearized dynamics first reach a distance, simulated; empty where
   * that cannot be had, or fails, which is noted.
   *
   * @param report the optimizer's, as this gave it
   */
  Optional<PassageTimes> passages(
      NamedOptimizer optimizer, StabilityReport report, Passage passage) {
    return attempt(optimizer, () -> analysis.passages(report, passage, passages.get()))
        .flatMap(times -> times);
  }

  private <T> Optional<T> attempt(NamedOptimizer optimizer, Supplier<T> work) {
    List<T> results = new ArrayList<>();
    found.attempt(phase, optimizer, work, results::add);
    return results.stream().findFirst();
  }

  /** The Hessian's leading eigenvector, as long as the curvature is at hand. */
  Optional<INDArray> topMode() {
    return Optional.ofNullable(topMode);
  }
}
