package org.escapement.spi.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.same;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Definition 1 on steps that are known: the optimizer is a mock. */
class FixedPointTest {
  private final INDArray point = Nd4j.createFromArray(1.0, 2.0);
  private final State state = State.empty().with("memory", Nd4j.createFromArray(5.0));
  private final Optimizer optimizer = mock(Optimizer.class);
  private final Objective objective = mock(Objective.class);
  private final Batch batch = Batch.of(3);
  private final BatchObjective seen = mock(BatchObjective.class);

  @Test
  void displacementIsTheLengthOfTheStepOnThatBatch() {
    when(objective.on(same(batch))).thenReturn(seen);
    when(optimizer.step(same(point), same(state), same(seen)))
        .thenReturn(new StepResult(Nd4j.createFromArray(4.0, 6.0), state));
    assertThat(FixedPoint.of(optimizer, objective, point, state).displacement(batch))
        .isCloseTo(5, within(1e-12));
    verify(objective).on(batch);
  }

  @Test
  void whatTheStepMadeIsFreedAndWhatWasGivenIsNot() {
    INDArray next = Nd4j.createFromArray(1.0, 2.0);
    INDArray memory = Nd4j.createFromArray(6.0);
    State changed = state.with("made", memory).with("kept", point);
    when(objective.on(any())).thenReturn(seen);
    when(optimizer.step(any(), any(), any())).thenReturn(new StepResult(next, changed));
    assertThat(FixedPoint.of(optimizer, objective, point, state).displacement(batch)).isZero();
    assertThat(next.wasClosed()).isTrue();
    assertThat(memory.wasClosed()).isTrue();
    assertThat(point.wasClosed()).isFalse();
    assertThat(state.tensor("memory").wasClosed()).isFalse();
  }

  @Test
  void aStepThatStaysReturnsThePointItself() {
    when(objective.on(any())).thenReturn(seen);
    when(optimizer.step(any(), any(), any())).thenReturn(new StepResult(point, state));
    assertThat(FixedPoint.of(optimizer, objective, point, state).displacement(batch)).isZero();
    assertThat(point.wasClosed()).isFalse();
  }
}
