package org.escapement.host.run;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.escapement.host.plugin.PluginFailure;
import org.escapement.host.plugin.PluginOrigin;
import org.escapement.host.plugin.Supervision;
import org.escapement.lab.result.RunResults.CurvatureResult;
import org.escapement.lab.result.RunResults.EscapeResult;
import org.escapement.lab.result.RunResults.FaultResult;
import org.escapement.lab.result.RunResults.Minimum;
import org.escapement.lab.result.RunResults.MinimumResults;
import org.escapement.lab.result.RunResults.PluginResult;
import org.escapement.lab.result.RunResults.StabilityResult;
import org.escapement.spi.error.ErrorCode;

/** What is known about one minimum so far, failures included: what comes later cannot spoil it. */
public final class Findings {
  private final List<StabilityResult> stability = new ArrayList<>();
  private final List<EscapeResult> escape = new ArrayList<>();
  private final List<FaultResult> faults = new ArrayList<>();
  private final Map<NamedOptimizer, Throwable> givenUp = new IdentityHashMap<>();
  private Minimum minimum;
  private CurvatureResult curvature;
  private Throwable defect;

  /**
   * @param minimum as far as it is known
   */
  public Findings(Minimum minimum) {
    this.minimum = minimum;
  }

  public void minimum(Minimum better) {
    minimum = better;
  }

  void curvature(CurvatureResult measured) {
    curvature = measured;
  }

  List<StabilityResult> stability() {
    return stability;
  }

  List<EscapeResult> escape() {
    return escape;
  }

  /**
   * Does work for one optimizer. If it fails, what it would have found is missing, and nothing
   * else.
   *
   * @param phase what the work belongs to
   * @param work may be given up while it goes on: what it changes is to be its own
   * @param result takes what it found
   */
  <T> void attempt(
      String phase, NamedOptimizer optimizer, Supplier<T> work, Consumer<? super T> result) {
    try {
      result.accept(Supervision.of(work));
    } catch (RuntimeException | Error e) {
      failed(phase, optimizer, e);
    }
  }

  /**
   * Notes that something failed.
   *
   * @param optimizer the optimizer in question, or null where it failed for all
   */
  public void failed(String phase, NamedOptimizer optimizer, Throwable failure) {
    String code = FailureCode.of(failure);
    if (code.equals(FailureCode.DEFECT) && defect == null) {
      defect = failure;
    }
    if (optimizer != null && code.equals(ErrorCode.PLUGIN_TIME_LIMIT.code())) {
      givenUp.put(optimizer, failure);
    }
    note(phase, optimizer, failure, FailureCode.message(failure));
  }

  /** Notes that an optimizer was not asked, because it did not return when it was before. */
  public void notAsked(String phase, NamedOptimizer optimizer, Throwable before) {
    note(phase, optimizer, before, "not asked again: " + FailureCode.message(before));
  }

  private void note(String phase, NamedOptimizer optimizer, Throwable failure, String message) {
    faults.add(
        new FaultResult(
            phase,
            optimizer == null ? null : optimizer.name(),
            optimizer == null ? null : optimizer.label(),
            optimizer == null ? null : new LinkedHashMap<>(optimizer.optionValues()),
            blamed(failure),
            FailureCode.of(failure),
            message));
  }

  /** The optimizers that did not return, each with its failure. */
  public Map<NamedOptimizer, Throwable> givenUp() {
    return givenUp;
  }

  private static PluginResult blamed(Throwable failure) {
    return failure instanceof PluginFailure plugins
        ? plugins.origin().map(Findings::result).orElse(null)
        : null;
  }

  private static PluginResult result(PluginOrigin origin) {
    return new PluginResult(origin.id(), origin.version(), origin.sha256());
  }

  /** The first failure that is Escapement's own fault, or null. */
  public Throwable defect() {
    return defect;
  }

  public MinimumResults results() {
    return new MinimumResults(
        minimum, curvature, List.copyOf(stability), List.copyOf(escape), List.copyOf(faults));
  }
}
