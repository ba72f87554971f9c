package org.escapement.plugin.lbfgs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.engine.random.RandomStreams;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.curvature.CurvatureMeasurement;
import org.escapement.lab.curvature.CurvatureOperators;
import org.escapement.lab.stability.AnalysisPlan;
import org.escapement.lab.stability.LiveState;
import org.escapement.lab.stability.StabilityAnalysis;
import org.escapement.lab.stability.StabilityReport;
import org.escapement.lab.stability.Verdict;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Jacobian;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.testkit.problem.QuadraticObjective;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the host says of the method with a line search, of which it knows the step alone. */
class LineSearchAnalysisTest {
  private static final Tolerance TOLERANCE = Tolerance.relative(1e-12, 1000);

  private static final double[][] ROWS = {{1, 0, 0}, {1, 1, 0}, {0, 2, 0.1}, {0.3, 0, 1}};

  /** The rate is only what the search tries first: none makes the minimum unstable. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 1, 3, 30})
  void minimumIsStableAtEveryRate(double rate) {
    StabilityReport report = analyse(new Rows(ROWS), LbfgsModes.lineSearch(rate, 2));
    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.STABLE);
    assertThat(report.homogeneous().orElseThrow().value()).isNegative();
    assertThat(report.criticalLearningRate().lower()).isNaN();
    assertThat(report.criticalLearningRate().upper()).isNaN();
    assertThat(report.region()).isEmpty();
    assertThat(report.conditions()).isEmpty();
  }

  /** Held pairs and the live exponent of a fixed step beyond two, for comparison. */
  @Test
  void fixedStepBeyondTwoLeaves() {
    StabilityReport report = analyse(new Rows(ROWS), LbfgsModes.fixedStep(3, 2));
    assertThat(report.verdict()).as(report.reason()).isEqualTo(Verdict.ESCAPES);
  }

  /** An exponent under noise proves no mean-square stability. */
  @Test
  void miniBatchesAreNotCalledStable() {
    for (LbfgsOptions options :
        List.of(LbfgsModes.lineSearch(1, 2, 2), LbfgsModes.fixedStep(1, 2, 2))) {
      StabilityReport report = analyse(new Rows(ROWS), options);
      assertThat(report.verdict()).as("%s", options).isNotEqualTo(Verdict.STABLE);
      assertThat(report.homogeneous().orElseThrow().found())
          .as(report.homogeneous().orElseThrow().refusal())
          .isTrue();
    }
  }

  /** The exponent is that of the Gauss–Newton part, which has no negative curvature. */
  @Test
  void saddleIsLeft() {
    double[][] saddle = {{1, 0}, {0, -0.5}};
    Objective objective =
        new QuadraticObjective(new double[][][] {saddle}, new double[2], DataType.DOUBLE);
    StabilityReport report = analyse(objective, LbfgsModes.lineSearch(1, 2));
    assertThat(report.verdict()).isEqualTo(Verdict.ESCAPES);
    assertThat(report.reason()).startsWith("negative curvature");
  }

  /** Without a Jacobian the step cannot be followed where the curvature lives. */
  @Test
  void refusalSaysWhy() {
    Objective objective = QuadraticObjective.ofFactors(ROWS);
    StabilityReport report = analyse(objective, LbfgsModes.lineSearch(1, 2));
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.reason()).contains("gradients, a recurrence has one");
  }

  private static StabilityReport analyse(Objective objective, LbfgsOptions options) {
    Optimizer optimizer = new LbfgsFactory().create(options);
    INDArray origin = Nd4j.zeros(DataType.DOUBLE, objective.dimension());
    RandomStreams streams = RandomStreams.of(1);
    try (Curvature curvature = objective.curvature(origin)) {
      CurvatureOperators operators = CurvatureOperators.of(objective, curvature);
      AnalysisPlan plan = new AnalysisPlan(TOLERANCE, List.of(), false, 100, 1, 600);
      try (CurvatureMeasurement measured =
              CurvatureMeasurement.of(operators, operators, TOLERANCE, streams.stream("measure"));
          LiveState live =
              LiveState.warmedUp(optimizer, objective, origin, 10, streams.stream("warm-up"));
          StabilityAnalysis analysis =
              new StabilityAnalysis(
                  objective,
                  operators,
                  measured,
                  operators,
                  origin,
                  plan,
                  streams.stream("analysis"))) {
        return analysis.analyse(optimizer, live, OptionalDouble.empty());
      }
    }
  }

  /** ½ (a_iᵀx)² for every row a_i, with the Jacobian that belongs to it. */
  private record Rows(QuadraticObjective quadratic, INDArray rows) implements Objective {
    Rows(double[][] rows) {
      this(ofRows(rows), Nd4j.createFromArray(rows));
    }

    private static QuadraticObjective ofRows(double[][] rows) {
      double[][][] factors = new double[rows.length][][];
      for (int i = 0; i < rows.length; i++) {
        factors[i] = new double[][] {rows[i]};
      }
      return QuadraticObjective.ofFactors(factors);
    }

    @Override
    public int examples() {
      return quadratic.examples();
    }

    @Override
    public long dimension() {
      return quadratic.dimension();
    }

    @Override
    public DataType precision() {
      return quadratic.precision();
    }

    @Override
    public String lossConvention() {
      return quadratic.lossConvention();
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      return quadratic.loss(x, batch);
    }

    @Override
    public double gradient(INDArray x, Batch batch, INDArray out) {
      return quadratic.gradient(x, batch, out);
    }

    @Override
    public Curvature curvature(INDArray x) {
      return quadratic.curvature(x);
    }

    @Override
    public Optional<Jacobian> jacobian(INDArray x, Jacobian.Scaling scaling) {
      return Optional.of(new RowJacobian(rows));
    }
  }

  private record RowJacobian(INDArray rows) implements Jacobian {
    @Override
    public int outputs() {
      return 1;
    }

    @Override
    public void product(INDArray v, INDArray out) {
      Nd4j.gemm(rows, v.reshape('c', v.length(), 1), out, false, false, 1, 0);
    }

    @Override
    public void transposeProduct(INDArray u, INDArray out) {
      Nd4j.gemm(rows, u, out.reshape('c', out.length(), 1), true, false, 1, 0);
    }

    @Override
    public void gram(INDArray out) {
      Nd4j.gemm(rows, rows, out, false, true, 1, 0);
    }

    @Override
    public void exampleGrams(INDArray out) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
