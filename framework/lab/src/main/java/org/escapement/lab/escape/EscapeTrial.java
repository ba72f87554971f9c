package org.escapement.lab.escape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.random.RandomGenerator;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Starts an optimizer beside a minimum, many times, and counts how often it leaves. */
public final class EscapeTrial {
  private static final String ELSEWHERE = "elsewhere";

  private final Objective objective;
  private final INDArray minimum;
  private final Map<String, INDArray> knownMinima;
  private final EscapePlan plan;
  private final RandomStreams streams;
  private final Runnable afterTrial;
  private final INDArray difference;

  /**
   * @param objective the loss
   * @param minimum where to start beside, not written
   * @param knownMinima the model's known minima; where there are any, runs go on after escape to
   *     see at which they end
   * @param plan how to try
   * @param streams the source of displacements and batches; trial I uses streams of its own, so
   *     that all optimizers meet the same displacements
   * @param afterTrial called after every run, for progress
   */
  public EscapeTrial(
      Objective objective,
      INDArray minimum,
      Map<String, INDArray> knownMinima,
      EscapePlan plan,
      RandomStreams streams,
      Runnable afterTrial) {
    this.objective = objective;
    this.minimum = minimum;
    this.knownMinima = knownMinima;
    this.plan = plan;
    this.streams = streams;
    this.afterTrial = afterTrial;
    this.difference = minimum.ulike();
  }

  /** Runs all trials of one optimizer. */
  public EscapeReport run(Optimizer optimizer) {
    List<Long> steps = new ArrayList<>();
    Map<String, Integer> endedAt = new LinkedHashMap<>();
    int diverged = 0;
    for (int trial = 0; trial < plan.trials(); trial++) {
      Outcome outcome = runOne(optimizer, trial);
      if (outcome.escapedAfter().isPresent()) {
        steps.add((long) outcome.escapedAfter().getAsDouble());
      }
      diverged += outcome.diverged() ? 1 : 0;
      if (!knownMinima.isEmpty()) {
        endedAt.merge(outcome.end(), 1, Integer::sum);
      }
      afterTrial.run();
    }
    return new EscapeReport(plan.trials(), steps.size(), diverged, median(steps), endedAt);
  }

  private record Outcome(OptionalDouble escapedAfter, boolean diverged, String end) {}

  private Outcome runOne(Optimizer optimizer, int trial) {
    INDArray start = displaced(streams.stream("displacement " + trial));
    BatchSampler sampler =
        new BatchSampler(
            optimizer.sampling(), objective.examples(), streams.stream("batches " + trial));
    OptionalDouble escapedAfter = OptionalDouble.empty();
    try (Trajectory trajectory = Trajectory.from(optimizer, objective, start, sampler)) {
      while (trajectory.iteration() < plan.maxIterations()) {
        trajectory.propose();
        trajectory.accept();
        double distance = distance(trajectory.point(), minimum);
        boolean finite = trajectory.finite() && Double.isFinite(distance);
        if (escapedAfter.isEmpty() && (!finite || distance > plan.distance())) {
          escapedAfter = OptionalDouble.of(trajectory.iteration());
        }
        if (!finite) {
          return new Outcome(escapedAfter, true, ELSEWHERE);
        }
        if (escapedAfter.isPresent() && knownMinima.isEmpty()) {
          break;
        }
      }
      return new Outcome(escapedAfter, false, nearest(trajectory.point()));
    } finally {
      Tensors.free(start);
    }
  }

  /** The minimum plus a vector of the given length in a direction uniform on the sphere. */
  private INDArray displaced(RandomGenerator random) {
    double[] direction = new double[Math.toIntExact(minimum.length())];
    double square = 0;
    for (int i = 0; i < direction.length; i++) {
      direction[i] = random.nextGaussian();
      square += direction[i] * direction[i];
    }
    INDArray displacement = Nd4j.createFromArray(direction);
    displacement.muli(plan.perturbation() / Math.sqrt(square));
    INDArray start = displacement.castTo(minimum.dataType()).addi(minimum);
    if (start != displacement) {
      Tensors.free(displacement);
    }
    return start;
  }

  private double distance(INDArray a, INDArray b) {
    a.sub(b, difference);
    return Tensors.norm(difference);
  }

  private String nearest(INDArray point) {
    String nearest = ELSEWHERE;
    double least = plan.distance();
    for (Map.Entry<String, INDArray> known : knownMinima.entrySet()) {
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
