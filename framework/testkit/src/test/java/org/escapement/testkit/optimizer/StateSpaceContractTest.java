package org.escapement.testkit.optimizer;

import java.util.function.BiConsumer;
import org.escapement.spi.linearization.LinearOperator;
import org.escapement.spi.linearization.Linearization;
import org.escapement.spi.linearization.StateSpace;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The contract follows a linear part that is given as operators. */
class StateSpaceContractTest implements OptimizerContract {
  @Override
  public OptimizerFactory<?> factory() {
    return new TestFactory("heavy-ball-operators", AsOperators::new);
  }

  @Override
  public Record options() {
    return new TestFactory.Options(0.5);
  }

  private static final class AsOperators extends HeavyBall {
    AsOperators(double rate) {
      super(rate);
    }

    @Override
    public Linearization linearize(INDArray x, State state) {
      long p = x.length();
      LinearOperator onState =
          operator(
              2 * p,
              (z, out) -> {
                INDArray velocity = part(z, 1, p).mul(BETA);
                part(out, 0, p).assign(part(z, 0, p).sub(velocity));
                part(out, 1, p).assign(velocity);
              });
      LinearOperator onGradient =
          operator(
              2 * p,
              (g, out) -> {
                part(out, 0, p).assign(part(g, 0, p).mul(-rate));
                part(out, 1, p).assign(part(g, 0, p).mul(rate));
              });
      return new StateSpace(onState, onGradient);
    }

    private static INDArray part(INDArray z, int index, long p) {
      return z.get(NDArrayIndex.interval(index * p, (index + 1) * p));
    }

    private static LinearOperator operator(long size, BiConsumer<INDArray, INDArray> product) {
      return new LinearOperator() {
        @Override
        public long dimension() {
          return size;
        }

        @Override
        public void apply(INDArray v, INDArray out) {
          product.accept(v, out);
        }
      };
    }
  }
}
