package org.escapement.plugin.adam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.assertj.core.data.Percentage;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Preconditioner.AtRest;
import org.escapement.spi.linearization.Preconditioner.Pace;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.testkit.DefaultOptions;
import org.escapement.testkit.optimizer.OptimizerSubject;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Edges of stability and preconditioners at states that are written down. */
class EdgesTest {
  private static final Percentage ROUNDING = Percentage.withPercentage(1e-8);

  private static final double SECOND = 4;

  /**
   * The edge times the rate in the long run, under the defaults, and P where the memory that it is
   * made of is 4. Nadam: (2+2β)/((1+2β)(1−β)) = 95/7.
   */
  @ParameterizedTest
  @CsvSource({
    "ADAM,      38,                 0.4999999975",
    "AMSGRAD,   38,                 0.4999999975",
    "NADAM,     13.571428571428571, 0.4999999975",
    "ADAMAX,    38,                 0.25",
    "ADABELIEF, 38,                 0.5",
    "RMSPROP,   2,                  0.4999999975",
    "ADAGRAD,   2,                  0.49999975",
    "ADADELTA,  2,                  1",
  })
  void edgesInTheLongRun(Method method, double edge, double entry) {
    State late = state(method, 1e6);
    Recurrence recurrence = recurrence(defaults(method), late);
    assertThat(DeterministicEdge.of(recurrence))
        .isCloseTo(edge / recurrence.learningRate(), ROUNDING);
    double actual = recurrence.preconditioner().diagonal().orElseThrow().getDouble(0);
    assertThat(actual).isCloseTo(entry, within(1e-11));
  }

  /**
   * After nine steps; the tenth has the corrections √(1−β₂¹⁰) and 1−β₁¹⁰, each where it has them.
   */
  @ParameterizedTest
  @CsvSource({
    "ADAM,      38, true",
    "AMSGRAD,   38, true",
    "NADAM,     13.571428571428571, false",
    "ADAMAX,    38, false",
    "ADABELIEF, 38, true",
  })
  void edgesEarlyOnAreThoseOfTheCorrectedRate(Method method, double edge, boolean second) {
    Recurrence recurrence = recurrence(defaults(method), state(method, 9));
    double correction = (second ? Math.sqrt(1 - Math.pow(0.999, 10)) : 1) / (1 - Math.pow(0.9, 10));
    assertThat(DeterministicEdge.of(recurrence))
        .isCloseTo(edge / (recurrence.learningRate() * correction), ROUNDING);
    assertThat(recurrence.learningRate()).isEqualTo(1e-3);
  }

  @Test
  void adaDeltaWithoutALearningRateCountsInItsOwnSteps() {
    assertThat(recurrence(defaults(Method.ADADELTA), state(Method.ADADELTA, 5)).learningRate())
        .isEqualTo(1);
  }

  @ParameterizedTest
  @EnumSource(names = {"AMSGRAD", "ADAGRAD", "ADADELTA"})
  void whatDoesNotGrowAtRestSaysSo(Method method) {
    Recurrence recurrence = recurrence(defaults(method), state(method, 9));
    assertThat(recurrence.preconditioner().pace()).isEqualTo(Pace.SLOW);
    assertThat(recurrence.preconditioner().atRest()).isEqualTo(Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({
    "ADAM,      0.999, 1e8",
    "NADAM,     0.999, 1e8",
    "RMSPROP,   0.95,  1e8",
    "ADABELIEF, 0.999, 316227.66016837932",
  })
  void rootsOfMeansGrowByTheRootOfTheirDecay(Method method, double decay, double limit) {
    AtRest atRest = recurrence(defaults(method), state(method, 9)).preconditioner().atRest().get();
    assertThat(atRest.growth()).isEqualTo(1 / Math.sqrt(decay));
    assertThat(atRest.limit()).isCloseTo(limit, Percentage.withPercentage(1e-3));
  }

  @Test
  void theInfinityNormGrowsByItsDecay() {
    AtRest atRest =
        recurrence(defaults(Method.ADAMAX), state(Method.ADAMAX, 9))
            .preconditioner()
            .atRest()
            .get();
    assertThat(atRest.growth()).isEqualTo(1 / 0.999);
    assertThat(atRest.limit()).isCloseTo(1e29, ROUNDING);
  }

  /**
   * One variable of curvature h: resting with v far above its gradients' squares, RMSProp leaves
   * when ηh/√v has reached 2, after 2 ln(2√v/ηh)/ln(1/β) steps.
   */
  @Test
  void restingLongEnoughItLeavesWhenItsPreconditionerReachesTheEdge() {
    Optimizer optimizer =
        new RmsPropFactory()
            .create(new RmsPropOptions(0.03, 0.9, 1e-12, null, BatchLaw.WITHOUT_REPLACEMENT));
    QuadraticObjective quadratic = QuadraticObjective.scalar(1);
    INDArray x = Nd4j.createFromArray(1e-9);
    State state = optimizer.init(x).with("G", Nd4j.createFromArray(1.0));
    Recurrence recurrence = recurrence(optimizer, state);
    double present = recurrence.preconditioner().diagonal().orElseThrow().getDouble(0);
    double growth = recurrence.preconditioner().atRest().orElseThrow().growth();
    double predicted = Math.log(DeterministicEdge.of(recurrence) / present) / Math.log(growth);
    StepResult run = new StepResult(x, state);
    int steps = 0;
    double size = Double.MAX_VALUE;
    double next = Math.abs(x.getDouble(0));
    while (next < size || next == 0) {
      size = next;
      run = optimizer.step(run.point(), run.state(), quadratic.on(Batch.all(1)));
      next = Math.abs(run.point().getDouble(0));
      steps++;
    }
    assertThat((double) steps).isCloseTo(predicted, within(1.0));
  }

  /** ND4J's count ends at 2³¹ − 1, long after the corrections are 1; ours goes on. */
  @Test
  void stepsBeyondTheRangeOfIntegersAreTaken() {
    Optimizer optimizer = defaults(Method.ADAM);
    State late = state(Method.ADAM, 1e10);
    INDArray x = Nd4j.createFromArray(1.0);
    StepResult result = optimizer.step(x, late, new Gradients(Nd4j.createFromArray(2.0)));
    double m = 0.9 * SECOND + 0.1 * 2;
    double v = 0.999 * SECOND + 0.001 * 4;
    assertThat(result.point().getDouble(0))
        .isCloseTo(1 - 1e-3 * m / (Math.sqrt(v) + 1e-8), within(1e-14));
    assertThat(result.state().scalar("iteration")).isEqualTo(1e10 + 1);
  }

  private static State state(Method method, double iteration) {
    State state = State.empty().with("iteration", iteration);
    for (String name : method.memory) {
      state = state.with(name, Nd4j.createFromArray(SECOND));
    }
    return state;
  }

  private static Optimizer defaults(Method method) {
    OptimizerFactory<?> factory = method.factory;
    return OptimizerSubject.create(factory, DefaultOptions.of(factory.options(), method.options));
  }

  private static Recurrence recurrence(Optimizer optimizer, State state) {
    return (Recurrence) optimizer.linearize(Nd4j.zeros(DataType.DOUBLE, 1), state);
  }
}
