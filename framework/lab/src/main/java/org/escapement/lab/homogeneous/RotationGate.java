package org.escapement.lab.homogeneous;

import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Whether a method does the same in other orthonormal coordinates: a few steps from a point against
 * those from its mirror image on the mirrored problem.
 */
final class RotationGate {
  private static final int STEPS = 6;

  /** The largest disagreement, as a share of the start's length: methods may get to zero. */
  private static final double GATE = 1e-6;

  private final Optimizer optimizer;
  private final QuadraticPart problem;

  /**
   * @param problem in double
   */
  RotationGate(Optimizer optimizer, QuadraticPart problem) {
    this.optimizer = optimizer;
    this.problem = problem;
  }

  /** Why it does not; empty if it does. */
  Optional<String> refusal(RandomGenerator random) {
    INDArray normal = gaussian(random);
    normal.divi(Tensors.norm(normal));
    INDArray start = gaussian(random);
    INDArray mirroredStart = mirrored(start, normal);
    long seed = random.nextLong();
    INDArray end = run(problem, start, seed);
    INDArray mirroredEnd = run(new Mirrored(problem, normal), mirroredStart, seed);
    INDArray expected = mirrored(end, normal);
    double excess = expected.distance2(mirroredEnd) / Tensors.norm(start);
    Tensors.free(normal, start, mirroredStart, end, mirroredEnd, expected);
    return excess <= GATE
        ? Optional.empty()
        : Optional.of(
            String.format(
                Locale.ROOT,
                "the step is another one in other orthonormal coordinates (by %.3g), so that it"
                    + " cannot be followed in those of the curvature",
                excess));
  }

  private INDArray gaussian(RandomGenerator random) {
    double[] values = new double[Math.toIntExact(problem.dimension())];
    for (int i = 0; i < values.length; i++) {
      values[i] = random.nextGaussian();
    }
    return Nd4j.createFromArray(values);
  }

  private INDArray run(Objective objective, INDArray start, long seed) {
    BatchSampler batches =
        new BatchSampler(optimizer.sampling(), objective.examples(), new SplittableRandom(seed));
    try (Trajectory trajectory =
        new Trajectory(optimizer, objective, start, optimizer.init(start), batches)) {
      for (int step = 0; step < STEPS; step++) {
        trajectory.propose();
        trajectory.accept();
      }
      return trajectory.point().dup();
    }
  }

  /** x − 2 n nᵀx. */
  private static INDArray mirrored(INDArray x, INDArray normal) {
    INDArray image = x.dup();
    Tensors.addScaled(-2 * Tensors.dot(normal, x), normal, image);
    return image;
  }

  /** The problem in mirrored coordinates. */
  private record Mirrored(QuadraticPart problem, INDArray normal) implements Objective {
    @Override
    public int examples() {
      return problem.examples();
    }

    @Override
    public long dimension() {
      return problem.dimension();
    }

    @Override
    public DataType precision() {
      return problem.precision();
    }

    @Override
    public String lossConvention() {
      return problem.lossConvention();
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      INDArray image = mirrored(x, normal);
      double loss = problem.loss(image, batch);
      Tensors.free(image);
      return loss;
    }

    @Override
    public double gradient(INDArray x, Batch batch, INDArray out) {
      INDArray image = mirrored(x, normal);
      double loss = problem.gradient(image, batch, out);
      Tensors.addScaled(-2 * Tensors.dot(normal, out), normal, out);
      Tensors.free(image);
      return loss;
    }
  }
}
