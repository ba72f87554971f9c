package org.escapement.lab.meansquare;

import java.util.Optional;
import java.util.random.RandomGenerator;
import org.escapement.lab.recurrence.RestingMemory;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.hipparchus.random.RandomDataGenerator;
import org.hipparchus.random.Well19937c;

/**
 * When runs of the linearized dynamics first reach a distance, by simulation: products of A⊗I −
 * bcᵀ⊗H_ξ with the H_i of the minimum and batches by the method's own law, from displacements by
 * theirs. Unlike a random walk with the almost-sure exponent it knows the first steps, in which a
 * displacement turns towards the directions that grow.
 *
 * <p>Memory is at rest at the start, so that the part of a displacement in directions without
 * curvature stays as it is. P must be I: otherwise lengths in the reduced coordinates are not those
 * of parameters.
 */
final class PassageSimulation {
  /** As many as make the standard error of a mean a thirtieth of the spread. */
  private static final int RUNS = 1000;

  /** Fewer tell less than the asymptotic formulas. */
  private static final int LEAST_RUNS = 100;

  /** What may be spent, in multiplications: some ten seconds. */
  private static final double BUDGET = 2e10;

  /** The share of it that runs should take. */
  private static final double EXPECTED_SHARE = 0.5;

  /** What a call of BLAS costs beside its arithmetic, in multiplications. */
  private static final double CALL = 500;

  /** How far beyond what was expected a simulation may go before it is given up. */
  private static final double PATIENCE = 10;

  private final ReducedCurvature curvature;
  private final Recurrence recurrence;
  private final double[] memory;
  private final BatchStream batches;
  private final Passage passage;
  private final RandomGenerator random;
  private final RandomDataGenerator deviates;

  private PassageSimulation(
      ReducedCurvature curvature,
      Recurrence recurrence,
      double[] memory,
      BatchStream batches,
      Passage passage,
      RandomGenerator random) {
    this.curvature = curvature;
    this.recurrence = recurrence;
    this.memory = memory;
    this.batches = batches;
    this.passage = passage;
    this.random = random;
    this.deviates = RandomDataGenerator.of(new Well19937c(random.nextLong()));
  }

  /** As {@link PassageTimes#simulated} says. */
  static Optional<PassageTimes> of(
      ReducedCurvature curvature,
      Recurrence recurrence,
      Sampling sampling,
      Passage passage,
      RandomGenerator random) {
    double affordable = BUDGET / cost(curvature, recurrence, sampling);
    double expected = Math.max(1, passage.expectedSteps());
    int runs = (int) Math.min(RUNS, EXPECTED_SHARE * affordable / expected);
    Optional<double[]> memory = RestingMemory.of(recurrence);
    if (runs < LEAST_RUNS || memory.isEmpty()) {
      return Optional.empty();
    }
    BatchStream batches = BatchStream.of(sampling, curvature.examples(), random);
    return new PassageSimulation(curvature, recurrence, memory.get(), batches, passage, random)
        .run(runs, Math.min(affordable, PATIENCE * runs * expected));
  }

  /** Of a step, in multiplications. */
  private static double cost(ReducedCurvature curvature, Recurrence recurrence, Sampling sampling) {
    double batch = sampling.effectiveBatchSize(curvature.examples());
    double order = recurrence.order();
    return (2 * batch * curvature.outputs() + order * (order + 2)) * curvature.modes()
        + CALL * (2 * batch + 5);
  }

  /**
   * Simulates.
   *
   * @param most steps of all runs together
   */
  private Optional<PassageTimes> run(int runs, double most) {
    double left = most;
    long[] times = new long[runs];
    try (LinearizedRun run = new LinearizedRun(curvature, recurrence)) {
      for (int i = 0; i < runs; i++) {
        double flat = start(run);
        batches.restart();
        while (Math.hypot(run.distance(), flat) <= passage.distance()) {
          if (left-- <= 0) {
            return Optional.empty();
          }
          run.step(batches.next());
          times[i]++;
        }
      }
    }
    return Optional.of(new PassageTimes(times));
  }

  /**
   * Displaces the point: of a direction uniform on the sphere in p dimensions the part in r of them
   * is Gaussian in direction, the squares of both parts being as gamma variables of r/2 and (p −
   * r)/2.
   *
   * @return the length of the part without curvature
   */
  private double start(LinearizedRun run) {
    int r = curvature.modes();
    double[] point = new double[r];
    if (!passage.random()) {
      point[0] = passage.displacement();
      run.start(point, memory);
      return 0;
    }
    double square = 0;
    for (int i = 0; i < r; i++) {
      point[i] = random.nextGaussian();
      square += point[i] * point[i];
    }
    double flat =
        passage.dimension() > r ? deviates.nextGamma((passage.dimension() - r) / 2.0, 2) : 0;
    double scale = passage.displacement() / Math.sqrt(square + flat);
    for (int i = 0; i < r; i++) {
      point[i] *= scale;
    }
    run.start(point, memory);
    return scale * Math.sqrt(flat);
  }
}
