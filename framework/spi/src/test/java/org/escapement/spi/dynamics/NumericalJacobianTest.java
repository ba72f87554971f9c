package org.escapement.spi.dynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import java.util.function.UnaryOperator;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Steps without an analytic linearization, at the minimum of x² + 2y². */
class NumericalJacobianTest {
  private static final double RATE = 0.1;
  private static final double MOMENTUM = 0.9;

  private final INDArray origin = Nd4j.zeros(DataType.DOUBLE, 2);

  @Test
  void heavyBallHasItsClosedForm() {
    State resting = State.empty().with("velocity", origin.dup());
    LinearizedJacobian jacobian = of(new HeavyBall(), resting);
    assertThat(jacobian.dimension()).isEqualTo(4);
    assertThat(jacobian.pointDimension()).isEqualTo(2);
    INDArray out = Nd4j.zeros(DataType.DOUBLE, 4);
    jacobian.apply(Nd4j.createFromArray(1.0, -1.0, 0.5, 2.0), out);
    // u' = βu + ηg, x' = x − u' with g = (2x, 4y)
    double[] velocity = {MOMENTUM * 0.5 + RATE * 2, MOMENTUM * 2 - RATE * 4};
    assertThat(out.toDoubleVector())
        .containsExactly(
            new double[] {1 - velocity[0], -1 - velocity[1], velocity[0], velocity[1]},
            within(1e-9));
  }

  @Test
  void signStepsHaveNoDerivative() {
    assertRefused(gradient -> Transforms.sign(gradient, true), "not differentiable");
  }

  @Test
  void normalisedGradientsAreHomogeneousButNotLinear() {
    assertRefused(
        gradient -> {
          double largest =
              Math.max(Math.abs(gradient.getDouble(0)), Math.abs(gradient.getDouble(1)));
          double other = Math.min(Math.abs(gradient.getDouble(0)), Math.abs(gradient.getDouble(1)));
          return largest == 0 ? gradient : gradient.mul(other / largest);
        },
        "not linear");
  }

  @Test
  void floatIsTooCoarse() {
    Optimizer plain = new Descent(gradient -> gradient);
    INDArray point = Nd4j.zeros(DataType.FLOAT, 2);
    assertThatExceptionOfType(EscapementException.class)
        .isThrownBy(
            () ->
                LinearizedJacobian.of(plain, new Bowl(), null, point, State.empty(), Batch.all(1)))
        .withMessageContaining("precision: double");
  }

  private void assertRefused(UnaryOperator<INDArray> direction, String reason) {
    INDArray out = origin.ulike();
    assertThatExceptionOfType(EscapementException.class)
        .isThrownBy(
            () ->
                of(new Descent(direction), State.empty())
                    .apply(Nd4j.createFromArray(1.0, 0.3), out))
        .satisfies(e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_DIFFERENTIABLE))
        .withMessageContaining(reason);
  }

  private LinearizedJacobian of(Optimizer optimizer, State state) {
    return LinearizedJacobian.of(optimizer, new Bowl(), null, origin, state, Batch.all(1));
  }

  private record Descent(UnaryOperator<INDArray> direction) implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty();
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray step = direction.apply(objective.gradient(x)).mul(-RATE);
      return new StepResult(step.addi(x), state);
    }
  }

  private static final class HeavyBall implements Optimizer {
    @Override
    public State init(INDArray x) {
      return State.empty().with("velocity", x.ulike().assign(0));
    }

    @Override
    public StepResult step(INDArray x, State state, BatchObjective objective) {
      INDArray velocity =
          state.tensor("velocity").mul(MOMENTUM).addi(objective.gradient(x).muli(RATE));
      return new StepResult(x.sub(velocity), state.with("velocity", velocity));
    }
  }

  private static final class Bowl implements Objective {
    @Override
    public int examples() {
      return 1;
    }

    @Override
    public long dimension() {
      return 2;
    }

    @Override
    public DataType precision() {
      return DataType.DOUBLE;
    }

    @Override
    public String lossConvention() {
      return "x^2 + 2 y^2";
    }

    @Override
    public double loss(INDArray x, Batch batch) {
      return x.getDouble(0) * x.getDouble(0) + 2 * x.getDouble(1) * x.getDouble(1);
    }

    @Override
    public double gradient(INDArray x, Batch batch, INDArray out) {
      out.putScalar(0, 2 * x.getDouble(0));
      out.putScalar(1, 4 * x.getDouble(1));
      return loss(x, batch);
    }
  }
}
