package org.escapement.lab.stability;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.training.BatchSampler;
import org.escapement.spi.dynamics.FixedPoint;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Definition 1, measured: the steps that an optimizer takes from a point, over many batches. */
public final class FixedPointCheck {
  private FixedPointCheck() {}

  /**
   * Lengths of steps from the point, as shares of its norm, or in the units of the parameters where
   * the point is the origin.
   *
   * @param max the longest
   * @param mean their mean
   * @param batches how many batches were tried
   * @param relative whether they are shares of the point's norm
   */
  public record Displacement(double max, double mean, int batches, boolean relative) {}

  /**
   * Tries every example of its own where batches hold one, otherwise batches drawn as the optimizer
   * draws them, as many as make up one epoch.
   */
  public static Displacement measure(
      Optimizer optimizer,
      Objective objective,
      INDArray point,
      State state,
      RandomGenerator random) {
    FixedPoint fixedPoint = FixedPoint.of(optimizer, objective, point, state);
    double norm = Tensors.norm(point);
    double unit = norm > 0 ? norm : 1;
    double max = 0;
    double sum = 0;
    List<Batch> batches = batches(optimizer.sampling(), objective.examples(), random);
    for (Batch batch : batches) {
      double share = fixedPoint.displacement(batch) / unit;
      max = share <= max ? max : share; // NaN wins
      sum += share;
    }
    return new Displacement(max, sum / batches.size(), batches.size(), norm > 0);
  }

  private static List<Batch> batches(Sampling sampling, int examples, RandomGenerator random) {
    int size = sampling.effectiveBatchSize(examples);
    List<Batch> batches = new ArrayList<>();
    if (size == 1) {
      for (int i = 0; i < examples; i++) {
        batches.add(Batch.of(i));
      }
      return batches;
    }
    BatchSampler sampler = new BatchSampler(sampling, examples, random);
    for (int drawn = 0; drawn < examples; drawn += size) {
      batches.add(sampler.next());
    }
    return batches;
  }
}
