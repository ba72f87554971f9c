package org.escapement.lab.escape;

import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.escapement.lab.statistics.MeanOverRuns.Run;

/**
 * The part of a run over which the growth of ln L is measured: from its start until it is halfway,
 * in the logarithm, to the distance of escape, where the loss is quadratic still, or halfway to
 * rounding, be it of the loss at the minimum or of the parameters. Losses are asked for at
 * iterations that grow by a quarter, and where the run ends.
 *
 * <p>What has been seen decides whether it goes on, and the reading at which it ends counts. Then
 * the mean gain is the rate times the mean time (Wald's identity), and the sum of all gains over
 * the sum of all times tends to the rate. To drop a reading because of what it showed, such as that
 * a run had sunk or overflowed, would be a look ahead. A reading that is no loss to be measured
 * counts as the last that is: the lowest above rounding, or that of the distance passed. So runs
 * that sank lost no less than is said, and those that overflowed gained no less.
 */
final class GrowthWindow {
  private static final double STRIDE = 1.25;

  private final double farthest;
  private final double farthestLoss;
  private final double lowest;
  private final double turn;
  private final double startLoss;
  private long next = 1;
  private long lastIteration;
  private double lastLoss;
  private boolean open;

  /**
   * @param open whether there is anything to measure
   * @param startLoss at iteration 0
   * @param lowest loss that is not rounding, at most that
   * @param farthest distance from the minimum at which it ends
   * @param farthestLoss the loss there, as far as it is quadratic
   */
  GrowthWindow(
      boolean open, double startLoss, double lowest, double farthest, double farthestLoss) {
    this.open = open;
    this.startLoss = startLoss;
    this.lastLoss = startLoss;
    this.lowest = lowest;
    this.turn = Math.sqrt(startLoss) * Math.sqrt(lowest);
    this.farthest = farthest;
    this.farthestLoss = farthestLoss;
  }

  /**
   * Called after every step.
   *
   * @param distance from the minimum; not finite if the point is not
   * @param loss asked for where the point is finite
   */
  void step(long iteration, double distance, boolean last, DoubleSupplier loss) {
    boolean inside = distance <= farthest; // not so for NaN
    if (!open || inside && !last && iteration < next) {
      return;
    }
    double now = Double.isFinite(distance) ? loss.getAsDouble() : Double.NaN;
    boolean overflows = !Double.isFinite(now);
    next = (long) Math.ceil(STRIDE * iteration);
    lastIteration = iteration;
    lastLoss = overflows ? Math.max(lastLoss, farthestLoss) : now;
    open = inside && !overflows && now > turn;
  }

  /** Whether the last loss was rounding: then it counts as the lowest that is not. */
  boolean sunk() {
    return lastIteration > 0 && lastLoss < lowest;
  }

  /** What ln L gained, and in how many steps; empty where it was not measured. */
  Optional<Run> growth() {
    return lastIteration == 0
        ? Optional.empty()
        : Optional.of(new Run(Math.log(Math.max(lastLoss, lowest) / startLoss), lastIteration));
  }
}
