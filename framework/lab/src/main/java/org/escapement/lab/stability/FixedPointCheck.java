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
  /** Batches of a kind that are tried at most. */
  private static final int MOST_BATCHES = 200;

  private FixedPointCheck() {}

  /**
   * Lengths of single steps from the point, in the units of the parameters.
   *
   * @param fullBatch on all examples
   * @param maxOfBatches the longest on a batch as the optimizer draws them
   * @param meanOfBatches over such batches
   * @param maxOfExamples the longest on one example, whether or not the optimizer sees it alone
   * @param meanOfExamples over single examples
   * @param batches how many batches were tried
   * @param examples how many single examples were
   * @param pointNorm the length of the point itself
   * @param perturbation the distance that the question is about
   */
  public record Displacement(
      double fullBatch,
      double maxOfBatches,
      double meanOfBatches,
      double maxOfExamples,
      double meanOfExamples,
      int batches,
      int examples,
      double pointNorm,
      double perturbation) {
    /** The longest step that the optimizer takes, or on average would. */
    public double longest() {
      return Math.max(maxOfBatches, fullBatch);
    }

    /** Whether its steps are so short that, at the distance in question, the point stays put. */
    public boolean isFixedPoint() {
      return longest() <= perturbation;
    }
  }

  /**
   * Tries all examples together, batches drawn as the optimizer draws them, and single examples.
   *
   * @param perturbation the distance that the question is about
   */
  public static Displacement measure(
      Optimizer optimizer,
      Objective objective,
      INDArray point,
      State state,
      double perturbation,
      RandomGenerator random) {
    FixedPoint fixedPoint = FixedPoint.of(optimizer, objective, point, state);
    int n = objective.examples();
    double fullBatch = fixedPoint.displacement(Batch.all(n));
    Steps own = new Steps();
    List<Batch> batches = batches(optimizer.sampling(), n, random);
    batches.forEach(batch -> own.add(fixedPoint.displacement(batch)));
    Steps single = new Steps();
    int examples = Math.min(n, MOST_BATCHES);
    for (int i = 0; i < examples; i++) {
      single.add(fixedPoint.displacement(Batch.of((int) ((long) i * n / examples))));
    }
    return new Displacement(
        fullBatch,
        own.max,
        own.sum / batches.size(),
        single.max,
        single.sum / examples,
        batches.size(),
        examples,
        Tensors.norm(point),
        perturbation);
  }

  /** Longest and mean; NaN wins. */
  private static final class Steps {
    private double max;
    private double sum;

    void add(double length) {
      max = length <= max ? max : length;
      sum += length;
    }
  }

  private static List<Batch> batches(Sampling sampling, int examples, RandomGenerator random) {
    int size = sampling.effectiveBatchSize(examples);
    List<Batch> batches = new ArrayList<>();
    BatchSampler sampler = new BatchSampler(sampling, examples, random);
    for (int drawn = 0; drawn < examples && batches.size() < MOST_BATCHES; drawn += size) {
      batches.add(sampler.next());
    }
    return batches;
  }
}
