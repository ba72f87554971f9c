package org.escapement.lab.identification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.UnaryOperator;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

class IdentifiedRecurrenceTest {
  private static final double RATE = 0.1;
  private static final double BETA = 0.9;
  private static final INDArray POINT =
      Nd4j.createFromArray(new Random(1).doubles(50, -1, 1).toArray());

  /** A step without memory, from the gradient. */
  private record Plain(UnaryOperator<INDArray> update) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      return new StepResult(x.sub(update.apply(objective.gradient(x))), state);
    }
  }

  /** x' = x + β(x − x₋) − η∇f(x + look (x − x₋)), and a tensor that only it writes. */
  private record TwoPoint(double look) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty().with("before", x.dup()).with("unused", x.ulike());
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray move = x.sub(state.tensor("before"));
      INDArray gradient = objective.gradient(x.add(move.mul(look)));
      INDArray next = x.add(move.mul(BETA)).sub(gradient.mul(RATE));
      return new StepResult(
          next, state.with("before", x).with("unused", state.tensor("unused").mul(0.5).add(move)));
    }
  }

  /** With a diagonal that its state holds. */
  private record Scaled() implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty().with("scale", Transforms.abs(x, true).addi(0.5));
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray scale = state.tensor("scale");
      return new StepResult(x.sub(objective.gradient(x).div(scale).mul(RATE)), state);
    }
  }

  private static IdentifiedRecurrence identify(Optimizer optimizer) {
    return IdentifiedRecurrence.of(optimizer, POINT, optimizer.init(POINT), 3, RATE);
  }

  @Test
  void plainStepsAreGradientDescent() {
    IdentifiedRecurrence identified = identify(new Plain(gradient -> gradient.mul(RATE)));
    Recurrence recurrence = identified.found().orElseThrow();
    assertThat(recurrence.order()).isEqualTo(1);
    assertThat(recurrence.stateMatrix()[0][0]).as("without rounding").isEqualTo(1);
    assertThat(recurrence.input()[0]).isCloseTo(RATE, within(1e-8));
    assertThat(recurrence.output()[0]).isCloseTo(1, within(1e-8));
    assertThat(recurrence.preconditioner().isIdentity()).isTrue();
    assertThat(identified.error()).isLessThan(1e-6);
  }

  /** Near the minimum nothing is clipped. */
  @Test
  void clippingIsNotFeltAtTheMinimum() {
    Recurrence recurrence =
        identify(
                new Plain(
                    gradient ->
                        gradient.mul(RATE / Math.max(1, gradient.norm2Number().doubleValue()))))
            .found()
            .orElseThrow();
    assertThat(DeterministicEdge.of(recurrence)).isCloseTo(2 / RATE, within(1e-6));
  }

  /** Heavy ball 2(1+β)/η, Nesterov (2+2β)/((1+2β)η); the tensor that nothing reads is left out. */
  @Test
  void memoryOfThePointBeforeIsFound() {
    Recurrence heavyBall = identify(new TwoPoint(0)).found().orElseThrow();
    assertThat(heavyBall.order()).isEqualTo(2);
    assertThat(DeterministicEdge.of(heavyBall)).isCloseTo(2 * (1 + BETA) / RATE, within(1e-5));
    Recurrence nesterov = identify(new TwoPoint(BETA)).found().orElseThrow();
    assertThat(nesterov.output()).containsExactly(new double[] {1 + BETA, -BETA}, within(1e-8));
    assertThat(DeterministicEdge.of(nesterov))
        .isCloseTo((2 + 2 * BETA) / (1 + 2 * BETA) / RATE, within(1e-5));
  }

  @Test
  void diagonalPreconditionersAreFound() {
    Recurrence recurrence = identify(new Scaled()).found().orElseThrow();
    INDArray image = POINT.ulike();
    recurrence.preconditioner().apply(Nd4j.onesLike(POINT), image);
    INDArray scale = Transforms.abs(POINT, true).addi(0.5);
    INDArray expected = scale.rdiv(RATE / recurrence.input()[0]);
    assertThat(image.distance2(expected)).isLessThan(1e-6 * expected.norm2Number().doubleValue());
  }

  @Test
  void signDescentHasNoDerivative() {
    assertRefused(new Plain(gradient -> Transforms.sign(gradient, true).mul(RATE)), "");
  }

  @Test
  void oneCoordinateThatIsNoNumberIsNoDerivative() {
    assertRefused(
        new Plain(
            gradient -> {
              INDArray update = gradient.mul(RATE);
              update.putScalar(7, Double.NaN);
              return update;
            }),
        "not differentiable");
  }

  @Test
  void normalisedDescentIsNotLinear() {
    assertRefused(
        new Plain(gradient -> gradient.div(1e-30 + gradient.norm2Number().doubleValue())), "");
  }

  @Test
  void stepsThatMixCoordinatesAreRefused() {
    assertRefused(
        new Plain(gradient -> gradient.sub(gradient.meanNumber().doubleValue()).mul(RATE)),
        "single coordinates");
  }

  @Test
  void twoGradientsAStepAreNoRecurrence() {
    Optimizer extragradient =
        new Optimizer() {
          @Override
          public State init(INDArray x) {
            return State.empty();
          }

          @Override
          public StepResult step(INDArray x, State state, BatchObjective objective) {
            INDArray middle = x.sub(objective.gradient(x).mul(RATE));
            return new StepResult(x.sub(objective.gradient(middle).mul(RATE)), state);
          }
        };
    assertRefused(extragradient, "asks for 2 gradients");
  }

  @Test
  void floatPointsAreProbedInDouble() {
    Optimizer optimizer = new TwoPoint(0);
    INDArray point = POINT.castTo(DataType.FLOAT);
    Recurrence recurrence =
        IdentifiedRecurrence.of(optimizer, point, optimizer.init(point), 3, RATE)
            .found()
            .orElseThrow();
    assertThat(DeterministicEdge.of(recurrence)).isCloseTo(2 * (1 + BETA) / RATE, within(1e-5));
  }

  /**
   * Fast steps, and at every k-th of them slow weights are pulled towards the fast ones, which
   * start from there again (Zhang et al. 2019).
   */
  private record LookAhead(int period, double pull) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty().with("slow", x.dup()).with("step", 0);
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray fast = x.sub(objective.gradient(x).mul(RATE));
      double step = state.scalar("step") + 1;
      if (step % period != 0) {
        return new StepResult(fast, state.with("step", step));
      }
      INDArray slow = state.tensor("slow");
      slow = slow.add(fast.sub(slow).mul(pull));
      return new StepResult(slow.dup(), state.with("slow", slow).with("step", step % period));
    }
  }

  /** Wherever in the period the state happens to be, one step of it is not the method. */
  @ParameterizedTest
  @CsvSource({"5, 0", "5, 3", "5, 4", "300, 0"})
  void periodicStepsHaveNoSingleRecurrence(int period, int at) {
    Optimizer optimizer = new LookAhead(period, 0.5);
    State state = optimizer.init(POINT).with("step", at);
    IdentifiedRecurrence identified = IdentifiedRecurrence.of(optimizer, POINT, state, 3, RATE);
    assertThat(identified.found()).isEmpty();
    assertThat(identified.reason()).contains("is another one").contains("step=");
  }

  /** Slow weights pulled half of the way at every step take steps of half the rate. */
  @Test
  void aPeriodOfOneIsARecurrence() {
    Recurrence recurrence = identify(new LookAhead(1, 0.5)).found().orElseThrow();
    assertThat(DeterministicEdge.of(recurrence)).isCloseTo(2 / (0.5 * RATE), within(1e-5));
  }

  /** x' = x − η g / √(1 + t): at t = 100 the rate falls by a half of a percent a step. */
  @Test
  void slowChangesShowInTheError() {
    Optimizer decaying =
        new Optimizer() {
          @Override
          public State init(INDArray x) {
            return State.empty().with("step", 100);
          }

          @Override
          public StepResult step(INDArray x, State state, BatchObjective objective) {
            double step = state.scalar("step") + 1;
            INDArray move = objective.gradient(x).mul(RATE / Math.sqrt(step));
            return new StepResult(x.sub(move), state.with("step", step));
          }
        };
    IdentifiedRecurrence identified = identify(decaying);
    assertThat(identified.found().orElseThrow().input()[0])
        .isCloseTo(RATE / Math.sqrt(101), within(1e-8));
    assertThat(identified.error()).isGreaterThan(1e-2);
  }

  private static void assertRefused(Optimizer optimizer, String reason) {
    IdentifiedRecurrence identified = identify(optimizer);
    assertThat(identified.found()).isEmpty();
    assertThat(identified.reason()).contains(reason);
  }
}
