package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.DenseEigenpairs;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Thresholds known from enumeration of all batches decide on either side of themselves. */
class ExactMeanSquareTest {
  private static final double[][] ROWS = {{1, 0}, {1, 1}, {0, 2}};

  /** Heavy ball, u' = βu + ηg and x' = x − u'; gradient steps for β = 0. */
  private record Momentum(double rate, double beta, boolean tells) implements Optimizer {
    @Override
    public Sampling sampling() {
      return Sampling.withoutReplacement(1);
    }

    @Override
    public State init(INDArray x) {
      return State.empty().with("velocity", x.ulike());
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray velocity = state.tensor("velocity").mul(beta).addi(objective.gradient(x).muli(rate));
      return new StepResult(x.sub(velocity), state.with("velocity", velocity));
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      return tells
          ? new Recurrence(
              new double[][] {{1, -beta}, {0, beta}},
              new double[] {rate, -rate},
              new double[] {1, 0},
              Preconditioner.identity(),
              rate)
          : Linearization.numerical();
    }
  }

  /** With its Jacobian, which is what its H_i are made of. */
  private record WithJacobian(Quadratic problem) implements Objective {
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
      return problem.loss(x, batch);
    }

    @Override
    public double gradient(INDArray x, Batch batch, INDArray out) {
      return problem.gradient(x, batch, out);
    }

    @Override
    public Curvature curvature(INDArray x) {
      return problem.curvature(x);
    }

    @Override
    public Optional<Jacobian> jacobian(INDArray x, Jacobian.Scaling scaling) {
      INDArray rows = Nd4j.createFromArray(ROWS);
      return Optional.of(
          new Jacobian() {
            @Override
            public int outputs() {
              return 1;
            }

            @Override
            public void product(INDArray v, INDArray out) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void transposeProduct(INDArray u, INDArray out) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void gram(INDArray out) {
              out.assign(rows.mmul(rows.transpose()));
            }

            @Override
            public void exampleGrams(INDArray out) {
              throw new UnsupportedOperationException();
            }

            @Override
            public void close() {}
          });
    }
  }

  /** Whether the step is told, or found out by differences, makes no difference. */
  @ParameterizedTest
  @CsvSource({
    "0, 0.5760394922, true",
    "0, 0.5760394922, false",
    "0.9, 0.1178079224, true",
    "0.9, 0.1178079224, false"
  })
  void eitherSideOfTheThresholdIsDecided(double beta, double threshold, boolean tells) {
    StabilityReport below = analyse(new Momentum(threshold * 0.999, beta, tells));
    StabilityReport above = analyse(new Momentum(threshold * 1.001, beta, tells));
    assertThat(below.verdict()).as(below.reason()).isEqualTo(Verdict.STABLE);
    assertThat(above.verdict()).as(above.reason()).isEqualTo(Verdict.UNSTABLE);
    assertThat(below.criticalLearningRate().lower()).isCloseTo(threshold, within(1e-5 * threshold));
    assertThat(below.criticalLearningRate().upper()).isCloseTo(threshold, within(1e-5 * threshold));
    assertThat(below.reason().contains("differences of the step")).isNotEqualTo(tells);
  }

  /** Case C: η_T1 = 0.5355250317; the left side of (8) from the dense matrices. */
  @ParameterizedTest
  @CsvSource({"0.3", "0.53", "0.54", "0.8"})
  void theoremOneHasItsClosedForm(double rate) {
    Condition condition = exactTheoremOne(rate);
    INDArray mean = Nd4j.create(DataType.DOUBLE, 2, 2);
    INDArray squares = mean.ulike();
    for (double[] row : ROWS) {
      INDArray one = Nd4j.createFromArray(new double[][] {row});
      INDArray hessian = one.transpose().mmul(one);
      mean.addi(hessian.div(3));
      squares.addi(hessian.mmul(hessian).div(3));
    }
    INDArray step = Nd4j.eye(2).castTo(DataType.DOUBLE).subi(mean.mul(rate));
    INDArray left = step.mmul(step).addi(squares.subi(mean.mmul(mean)).muli(rate * rate)).dup('c');
    double expected = DenseEigenpairs.of(left).values()[1];
    assertThat(condition.value()).isCloseTo(expected, within(1e-12));
    assertThat(condition.holds()).isEqualTo(rate < 0.5355250317);
    assertThat(condition.criticalLearningRate().orElseThrow())
        .isCloseTo(0.5355250317, within(1e-10));
  }

  private static Condition exactTheoremOne(double rate) {
    Objective problem = new WithJacobian(Quadratic.ofRows(ROWS));
    try (ExactMeanSquare exact =
        ExactMeanSquare.of(problem, Nd4j.zeros(DataType.DOUBLE, 2), 1000).orElseThrow()) {
      return exact.theoremOne(rate, 1);
    }
  }

  private static StabilityReport analyse(Optimizer optimizer) {
    Objective problem = new WithJacobian(Quadratic.ofRows(ROWS));
    INDArray origin = Nd4j.zeros(DataType.DOUBLE, 2);
    RandomStreams streams = RandomStreams.of(1);
    Tolerance tolerance = Tolerance.relative(1e-10, 1000);
    try (Curvature curvature = problem.curvature(origin)) {
      CurvatureOperators operators = CurvatureOperators.of(problem, curvature);
      try (CurvatureMeasurement measured =
              CurvatureMeasurement.of(operators, operators, tolerance, streams.stream("measure"));
          StabilityAnalysis analysis =
              new StabilityAnalysis(
                  problem,
                  operators,
                  measured,
                  operators,
                  origin,
                  tolerance,
                  streams.stream("analysis"))) {
        return analysis.analyse(
            optimizer,
            LiveState.ofTraining(optimizer.init(origin)),
            OptionalDouble.of(((Momentum) optimizer).rate()));
      }
    }
  }
}
