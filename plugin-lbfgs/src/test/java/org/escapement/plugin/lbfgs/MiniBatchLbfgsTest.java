package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

class MiniBatchLbfgsTest {
  private static final QuadraticObjective QUADRATIC =
      QuadraticObjective.random(3, 5, 4, DataType.DOUBLE);

  /** On a quadratic y = H_ξ s, whatever the batch before was. */
  @Test
  void pairsAreOfTheStepsOwnBatch() {
    Optimizer optimizer = optimizer();
    INDArray x = QUADRATIC.minimum().addi(1);
    StepResult run = new StepResult(x, optimizer.init(x));
    for (int step = 0; step < 6; step++) {
      Batch batch = Batch.of(step % 5, (step + 2) % 5);
      CountedObjective counted = new CountedObjective(QUADRATIC.on(batch));
      StepResult next = optimizer.step(run.point(), run.state(), counted);
      assertThat(counted.gradients()).isEqualTo(2);
      assertThat(counted.losses()).isZero();
      INDArray move = next.point().sub(run.point());
      INDArray expected = move.ulike();
      QUADRATIC.curvature(move).hessianProduct(batch, move, expected);
      assertThat(next.state().tensor("step." + step).distance2(move)).isZero();
      assertThat(next.state().tensor("change." + step).distance2(expected))
          .isCloseTo(0, within(1e-12));
      run = next;
    }
    assertThat(run.state().scalar("skipped")).isZero();
  }

  @Test
  void fullBatchComputesOneGradientAStep() {
    Optimizer optimizer = new LbfgsFactory().create(LbfgsModes.fixedStep(0.5, 4));
    CountedObjective counted = new CountedObjective(QUADRATIC.on(Batch.all(5)));
    INDArray x = QUADRATIC.minimum().addi(1);
    StepResult run = new StepResult(x, optimizer.init(x));
    for (int step = 0; step < 6; step++) {
      run = optimizer.step(run.point(), run.state(), counted);
    }
    assertThat(counted.gradients()).isEqualTo(6);
    assertThat(counted.losses()).isZero();
  }

  @Test
  void samplingFollowsTheOptions() {
    assertThat(optimizer().sampling()).isEqualTo(Sampling.withoutReplacement(2));
    LbfgsOptions reshuffled =
        new LbfgsOptions(1, 5, LineSearch.STRONG_WOLFE, 3, BatchLaw.RESHUFFLE);
    assertThat(new LbfgsFactory().create(reshuffled).sampling()).isEqualTo(Sampling.reshuffled(3));
    assertThat(new LbfgsFactory().create(LbfgsModes.fixedStep(1, 5)).sampling())
        .isEqualTo(Sampling.fullBatch());
  }

  /** What is derived from the pairs at hand decides nothing. */
  @Test
  void pairsChangeWithEveryStep() {
    INDArray x = QUADRATIC.minimum().addi(1);
    StepResult run = optimizer().step(x, optimizer().init(x), QUADRATIC.on(Batch.of(0, 1)));
    Recurrence held = (Recurrence) optimizer().linearize(run.point(), run.state());
    assertThat(held.preconditioner().pace()).isEqualTo(Pace.FAST);
  }

  private static Optimizer optimizer() {
    return new LbfgsFactory().create(LbfgsModes.fixedStep(0.5, 8, 2));
  }
}
