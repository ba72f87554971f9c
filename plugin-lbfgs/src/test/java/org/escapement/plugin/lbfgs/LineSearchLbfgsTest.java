package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.problem.LogisticRegression;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class LineSearchLbfgsTest {
  private static final QuadraticObjective QUADRATIC =
      QuadraticObjective.random(3, 5, 4, DataType.DOUBLE);

  /** The first length gives a step of length 1, which meets the conditions here. */
  @Test
  void firstStepHasLengthOne() {
    QuadraticObjective flat = QuadraticObjective.scalar(0.2);
    INDArray x = Nd4j.createFromArray(7.0);
    StepResult run = step(optimizer(1), x, flat.on(Batch.all(1)));
    assertThat(run.point().getDouble(0)).isCloseTo(6, within(1e-12));
  }

  @Test
  void laterStepsTryTheRateFirst() {
    CountedObjective counted = new CountedObjective(QUADRATIC.on(Batch.all(5)));
    StepResult run = start(optimizer(1), QUADRATIC.minimum().addi(1));
    int steps = 12;
    for (int step = 0; step < steps; step++) {
      run = optimizer(1).step(run.point(), run.state(), counted);
    }
    assertThat(counted.gradients()).isBetween(steps + 1, steps + 5);
    assertThat(counted.losses()).isEqualTo(counted.gradients() - 1 + steps);
  }

  /** Escape runs and analyses put a state beside another point. */
  @Test
  void keptGradientIsThatOfItsPointOnly() {
    BatchObjective objective = QUADRATIC.on(Batch.all(5));
    StepResult run = step(optimizer(1), QUADRATIC.minimum().addi(1), objective);
    INDArray elsewhere = run.point().add(1e-3);
    StepResult withKept = optimizer(1).step(elsewhere, run.state(), objective);
    StepResult without =
        optimizer(1).step(elsewhere, run.state().without("point").without("gradient"), objective);
    assertThat(withKept.point().distance2(without.point())).isZero();
  }

  /** How far single examples would move the point at which training ended is asked of its state. */
  @Test
  void keptGradientIsThatOfItsLossOnly() {
    StepResult run = step(optimizer(1), QUADRATIC.minimum().addi(1), QUADRATIC.on(Batch.all(5)));
    State forgetful = run.state().without("point").without("gradient");
    for (int example = 0; example < 5; example++) {
      BatchObjective single = QUADRATIC.on(Batch.of(example));
      StepResult withKept = optimizer(1).step(run.point(), run.state(), single);
      StepResult without = optimizer(1).step(run.point(), forgetful, single);
      assertThat(withKept.point().distance2(without.point())).as("example %d", example).isZero();
    }
  }

  /** Gradients of the wrong sign: every direction goes uphill. */
  @Test
  void failedSearchDropsTheMemoryAndThenStaysWhereItIs() {
    BatchObjective honest = QUADRATIC.on(Batch.all(5));
    StepResult run = step(optimizer(1), QUADRATIC.minimum().addi(1), honest);
    run = optimizer(1).step(run.point(), run.state(), honest);
    assertThat(run.state().tensors()).containsKey("step.1");
    BatchObjective uphill =
        new BatchObjective() {
          @Override
          public double loss(INDArray x) {
            return honest.loss(x);
          }

          @Override
          public INDArray gradient(INDArray x) {
            return honest.gradient(x).negi();
          }
        };
    StepResult stuck =
        optimizer(1).step(run.point(), run.state().without("point").without("gradient"), uphill);
    assertThat(stuck.point().distance2(run.point())).isZero();
    assertThat(stuck.point()).isNotSameAs(run.point());
    assertThat(stuck.state().scalar("failed")).isEqualTo(2);
    assertThat(stuck.state().scalar("skipped")).isZero();
    assertThat(stuck.state().tensors()).isEmpty();
  }

  /** The loss of the batch never goes up, and the pair is y = H_ξ s of that very batch. */
  @Test
  void pairsAreOfTheStepsOwnBatch() {
    Optimizer optimizer = new LbfgsFactory().create(LbfgsModes.lineSearch(1, 8, 2));
    StepResult run = start(optimizer, QUADRATIC.minimum().addi(1));
    int pairs = 0;
    for (int step = 0; step < 8; step++) {
      Batch batch = Batch.of(step % 5, (step + 2) % 5);
      CountedObjective counted = new CountedObjective(QUADRATIC.on(batch));
      StepResult next = optimizer.step(run.point(), run.state(), counted);
      assertThat(QUADRATIC.loss(next.point(), batch))
          .isLessThan(QUADRATIC.loss(run.point(), batch));
      assertThat(counted.losses()).isEqualTo(counted.gradients());
      assertThat(next.state().tensors()).doesNotContainKeys("point", "gradient");
      assertThat(next.state().tensors()).containsKey("change." + pairs);
      INDArray step1 = next.state().tensor("step." + pairs);
      INDArray expected = step1.ulike();
      QUADRATIC.curvature(step1).hessianProduct(batch, step1, expected);
      assertThat(next.state().tensor("change." + pairs).distance2(expected))
          .isCloseTo(0, within(1e-12));
      pairs++;
      run = next;
    }
  }

  /**
   * In float the loss, about 0.5, tells no decrease any more from gradients of about 1e-3 on; the
   * slope does down to their own rounding.
   */
  @ParameterizedTest
  @CsvSource({"FLOAT, 2e-6", "DOUBLE, 1e-12"})
  void convergesToTheRoundingOfGradients(DataType type, double tolerance) {
    LogisticRegression problem = new LogisticRegression(40, 8, 1e-2, type);
    StepResult run = start(optimizer(1), problem.start());
    INDArray gradient = run.point().ulike();
    for (int step = 0; step < 40; step++) {
      run = optimizer(1).step(run.point(), run.state(), problem.on(Batch.all(40)));
    }
    problem.gradient(run.point(), Batch.all(40), gradient);
    assertThat(gradient.amaxNumber().doubleValue()).isLessThan(tolerance);
  }

  private static StepResult step(Optimizer optimizer, INDArray x, BatchObjective objective) {
    return optimizer.step(x, optimizer.init(x), objective);
  }

  private static StepResult start(Optimizer optimizer, INDArray x) {
    return new StepResult(x, optimizer.init(x));
  }

  private static Optimizer optimizer(double rate) {
    return new LbfgsFactory().create(LbfgsModes.lineSearch(rate, 6));
  }
}
