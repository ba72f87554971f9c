package org.escapement.plugin.adam;

import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.learning.config.Adam;

/**
 * Adam, stepping by ND4J's own updater: x' = x − η √(1−β₂ᵗ)/(1−β₁ᵗ) · m' / (√v' + ε).
 *
 * <p>State: {@code moments}, shape {@code [1, 2p]}, m then v; {@code iteration}, steps done.
 */
final class AdamOptimizer implements Optimizer {
  private static final String MOMENTS = "moments";
  private static final String ITERATION = "iteration";

  private final AdamOptions options;

  AdamOptimizer(AdamOptions options) {
    this.options = options;
  }

  @Override
  public Sampling sampling() {
    return options.sampling().withBatchSize(options.batchSize());
  }

  @Override
  public State init(INDArray x) {
    return State.empty()
        .with(MOMENTS, Nd4j.create(x.dataType(), 1, 2 * x.length()))
        .with(ITERATION, 0);
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    INDArray moments = state.tensor(MOMENTS).dup();
    double iteration = state.scalar(ITERATION);
    INDArray update = objective.gradient(x);
    Adam.builder()
        .learningRate(options.learningRate())
        .beta1(options.beta1())
        .beta2(options.beta2())
        .epsilon(options.epsilon())
        .build()
        .instantiate(moments, false)
        .applyUpdater(update.reshape('c', 1, update.length()), (int) iteration, 0);
    update.rsubi(x);
    return new StepResult(update, state.with(MOMENTS, moments).with(ITERATION, iteration + 1));
  }

  /**
   * An exponential mean of gradients behind the preconditioner P = 1/(√v + ε) at the present v.
   * With u = η_t m/(√v + ε): u' = β₁u + η_t(1−β₁)Pg, x' = x − u'. Before the first step v = 0, so P
   * = 1/ε.
   */
  @Override
  public Linearization linearize(INDArray x, State state) {
    long length = x.length();
    INDArray second =
        state.tensor(MOMENTS).get(NDArrayIndex.point(0), NDArrayIndex.interval(length, 2 * length));
    double time = state.scalar(ITERATION) + 1;
    double correction =
        Math.sqrt(1 - Math.pow(options.beta2(), time)) / (1 - Math.pow(options.beta1(), time));
    double beta = options.beta1();
    double gain = options.learningRate() * correction * (1 - beta);
    return new Recurrence(
        new double[][] {{1, -beta}, {0, beta}},
        new double[] {gain, -gain},
        new double[] {1, 0},
        SquaredGradients.preconditioner(second, options.beta2(), options.epsilon()),
        options.learningRate());
  }
}
