package org.escapement.testkit.optimizer;

import java.util.Random;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A small loss, a point beside its minimum, and a fixed sequence of batches. */
record Scene(QuadraticObjective objective) {
  /** Steps of a run: enough for every memory to fill and for bias corrections to differ. */
  static final int STEPS = 6;

  private static final int EXAMPLES = 6;
  private static final int DIMENSION = 5;
  private static final long SEED = 20181203;

  static Scene of(DataType precision) {
    return new Scene(QuadraticObjective.random(SEED, EXAMPLES, DIMENSION, precision));
  }

  /** The same values in every precision, up to rounding. */
  INDArray start() {
    return direction(1).addi(objective.minimum());
  }

  /** A vector with entries of order 1; another seed, another vector. */
  INDArray direction(long seed) {
    Random random = new Random(seed);
    double[] values = random.doubles(objective.dimension(), -1, 1).toArray();
    return Nd4j.createFromArray(values).castTo(objective.precision());
  }

  /** The batch of a step, of the size that the optimizer asks for. */
  Batch batch(Sampling sampling, int step) {
    int examples = objective.examples();
    int size = Math.min(sampling.effectiveBatchSize(examples), 2 * examples);
    if (sampling.kind() == Sampling.Kind.FULL_BATCH || sampling.varianceFactor(examples) == 0) {
      return Batch.all(examples);
    }
    int[] indices = new int[size];
    for (int i = 0; i < size; i++) {
      indices[i] = (step * size + i) % examples;
    }
    return Batch.of(indices);
  }

  StepResult step(Optimizer optimizer, INDArray x, State state, int step) {
    return optimizer.step(x, state, objective.on(batch(optimizer.sampling(), step)));
  }

  /** Takes the steps {@code [from, to)}. */
  StepResult run(Optimizer optimizer, StepResult start, int from, int to) {
    StepResult current = start;
    for (int step = from; step < to; step++) {
      current = step(optimizer, current.point(), current.state(), step);
    }
    return current;
  }

  /** The first {@code steps} steps from the start. */
  StepResult run(Optimizer optimizer, int steps) {
    INDArray x = start();
    return run(optimizer, new StepResult(x, optimizer.init(x)), 0, steps);
  }
}
