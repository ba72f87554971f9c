package org.escapement.lab.stability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import org.escapement.engine.solver.Tolerance;
import org.escapement.lab.homogeneous.HomogeneousExponent;
import org.escapement.lab.meansquare.CurvatureReduction;
import org.escapement.lab.problem.Quadratic;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.Sampling;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

@DisplayName("An exponent on some of the modes, which decides nothing, is not averaged for long")
class TruncatedExponentTest {
  private static final Tolerance TOLERANCE = Tolerance.relative(1e-8, 100);

  /** x' = x − 0.3 |x| g/|g|: homogeneous, the same in all coordinates, and without derivative. */
  private static final Optimizer LENGTHENED =
      new Optimizer() {
        @Override
        public State init(INDArray x) {
          return State.empty();
        }

        @Override
        public StepResult step(INDArray x, State state, BatchObjective objective) {
          INDArray gradient = objective.gradient(x);
          double length = gradient.norm2Number().doubleValue();
          double factor = length == 0 ? 0 : 0.3 * x.norm2Number().doubleValue() / length;
          return new StepResult(gradient.muli(-factor).addi(x), state);
        }

        @Override
        public Linearization linearize(INDArray x, State state) {
          return Linearization.numerical();
        }

        @Override
        public Sampling sampling() {
          return Sampling.withReplacement(1);
        }
      };

  private static StabilityReport analyse(int examples) {
    Random random = new Random(1);
    double[][] rows = new double[examples][3];
    for (double[] row : rows) {
      for (int i = 0; i < row.length; i++) {
        row[i] = random.nextGaussian() * (i + 1);
      }
    }
    Objective problem = new WithJacobian(Quadratic.ofRows(rows), rows);
    return Analyses.of(
        problem,
        Nd4j.zeros(DataType.DOUBLE, 3),
        new AnalysisPlan(TOLERANCE, List.of(), false, 2, 1, 3000),
        LENGTHENED,
        OptionalDouble.empty());
  }

  @Test
  void someModes() {
    StabilityReport report = analyse(CurvatureReduction.MOST_ROWS + 1);
    HomogeneousExponent exponent = report.homogeneous().orElseThrow();
    assertThat(exponent.refusal()).isNull();
    assertThat(exponent.status()).isEqualTo(HomogeneousExponent.Status.STEP_BUDGET);
    assertThat(exponent.steps()).isEqualTo(1000);
    assertThat(report.verdict()).isEqualTo(Verdict.UNDECIDED);
    assertThat(report.reason()).contains("on the 2 leading modes only");
  }

  @Test
  void allModes() {
    assertThat(analyse(100).homogeneous().orElseThrow().steps()).isEqualTo(3000);
  }
}
