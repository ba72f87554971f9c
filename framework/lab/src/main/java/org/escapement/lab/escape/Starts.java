package org.escapement.lab.escape;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.escape.EscapeReport.StartCheck;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The points that trials start from, and whether the loss there is quadratic above its floor. */
final class Starts {
  /** How far rounding carries a point, in rounding errors of its parameters. */
  private static final double ROUNDINGS = 2;

  private final EscapeSetting setting;
  private final EscapePlan plan;
  private final Objective objective;
  private final double floor;
  private double leastLoss = Double.POSITIVE_INFINITY;
  private double leastDoubling = Double.POSITIVE_INFINITY;
  private double largestDoubling = Double.NEGATIVE_INFINITY;

  Starts(EscapeSetting setting, EscapePlan plan) {
    this.setting = setting;
    this.plan = plan;
    this.objective = setting.objective();
    this.floor = loss(setting.minimum());
    if (plan.direction() != Direction.RANDOM && setting.topMode() == null) {
      throw new IllegalArgumentException("no leading eigenvector for " + plan.direction());
    }
  }

  /**
   * A start.
   *
   * @param point belongs to the receiver
   * @param loss there
   */
  record Start(INDArray point, double loss) {}

  /** The start of a trial. */
  Start of(int trial) {
    if (plan.perturbation() == 0) {
      return new Start(setting.minimum().dup(), floor);
    }
    INDArray displacement = displacement(trial);
    INDArray start = displacement.add(setting.minimum());
    double once = loss(start);
    INDArray farther = start.add(displacement);
    double doubling = loss(farther) / once;
    Tensors.free(displacement, farther);
    leastLoss = Math.min(leastLoss, once);
    leastDoubling = Math.min(leastDoubling, doubling);
    largestDoubling = Math.max(largestDoubling, doubling);
    return new Start(start, once);
  }

  /** Where the growth of a trial that starts there is measured. */
  GrowthWindow window(Start start) {
    double lowest = Math.max(Double.MIN_NORMAL, rounding(start));
    return new GrowthWindow(
        plan.perturbation() > 0 && start.loss() > 0 && start.loss() >= lowest,
        start.loss(),
        lowest,
        Math.sqrt(plan.perturbation() * plan.distance()),
        start.loss() * plan.distance() / plan.perturbation());
  }

  /** Below this loss a run shows what rounding makes of the loss, or of parameters so large. */
  private double rounding(Start start) {
    INDArray minimum = setting.minimum();
    double length = ROUNDINGS * Tensors.epsilon(minimum.dataType()) * Tensors.norm(minimum);
    double share = length / plan.perturbation();
    return Math.max(StartCheck.LEAST_OVER_FLOOR * floor, start.loss() * share * share);
  }

  /** Of all starts that were asked for; empty without displacement. */
  Optional<StartCheck> check() {
    return plan.perturbation() == 0
        ? Optional.empty()
        : Optional.of(new StartCheck(floor, leastLoss / floor, leastDoubling, largestDoubling));
  }

  private double loss(INDArray point) {
    return objective.loss(point, Batch.all(objective.examples()));
  }

  private INDArray displacement(int trial) {
    if (plan.direction() == Direction.RANDOM) {
      return random(setting.streams().stream("displacement " + trial));
    }
    INDArray mode = setting.topMode();
    boolean against = plan.direction() == Direction.BOTH_TOP_MODES && trial % 2 == 1;
    boolean flipped = mode.maxNumber().doubleValue() < -mode.minNumber().doubleValue();
    return mode.mul(against == flipped ? plan.perturbation() : -plan.perturbation());
  }

  /** A vector of the given length in a direction uniform on the sphere. */
  private INDArray random(RandomGenerator random) {
    double[] direction = new double[Math.toIntExact(setting.minimum().length())];
    double square = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = random.nextGaussian();
      square += direction[i] * direction[i];
    }
    INDArray displacement = Nd4j.createFromArray(direction);
    displacement.muli(plan.perturbation() / Math.sqrt(square));
    INDArray cast = displacement.castTo(setting.minimum().dataType());
    if (cast != displacement) {
      Tensors.free(displacement);
    }
    return cast;
  }
}
