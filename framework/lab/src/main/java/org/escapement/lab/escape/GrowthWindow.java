package org.escapement.lab.escape;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.escapement.lab.statistics.MeanOverRuns.Run;

/**
 * The part of a run over which the growth of ln L is measured: from its start until it is halfway
 * to the distance of escape in the logarithm, where the loss is quadratic still, or before it sinks
 * to the rounding of the loss at the minimum. Losses are asked for at the iterations 1, 2, 4, … and
 * at the end only.
 */
final class GrowthWindow {
  private final double farthest;
  private final double lowest;
  private final double startLoss;
  private long next = 1;
  private long lastIteration;
  private double lastLoss;
  private boolean open;

  /**
   * @param open whether there is anything to measure
   * @param startLoss at iteration 0
   * @param lowest loss that is not rounding
   * @param farthest distance from the minimum at which it ends
   */
  GrowthWindow(boolean open, double startLoss, double lowest, double farthest) {
    this.open = open;
    this.startLoss = startLoss;
    this.lastLoss = startLoss;
    this.lowest = lowest;
    this.farthest = farthest;
  }

  /** Called after every step. */
  void step(long iteration, double distance, boolean last, DoubleSupplier loss) {
    if (!open || !(distance > farthest || last || iteration == next)) {
      return;
    }
    next = iteration == next ? 2 * next : next;
    double now = loss.getAsDouble();
    if (!(now >= lowest && Double.isFinite(now))) {
      open = false;
      return;
    }
    lastIteration = iteration;
    lastLoss = now;
    open = !(distance > farthest);
  }

  /** What ln L gained, and in how many steps; empty where it was not measured. */
  Optional<Run> growth() {
    return lastIteration == 0
        ? Optional.empty()
        : Optional.of(new Run(Math.log(lastLoss / startLoss), lastIteration));
  }
}
