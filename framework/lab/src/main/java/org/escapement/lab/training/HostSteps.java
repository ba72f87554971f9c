package org.escapement.lab.training;

import java.util.Optional;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Steps on arrays, of any optimizer. */
final class HostSteps extends Steps<INDArray> {
  private final Optimizer optimizer;
  private final Objective objective;
  private final Vectors<INDArray> vectors;

  HostSteps(Optimizer optimizer, Objective objective, INDArray start, State state) {
    super(
        optimizer,
        new VectorPool<>(
            () -> Tensors.vector(start.dataType(), start.length()), array -> Tensors.free(array)));
    this.optimizer = optimizer;
    this.objective = objective;
    vectors = new StepVectors<>(pool, Vectors.ofArrays(start));
    begin(pool.take().assign(start), state.copy().values());
  }

  @Override
  VectorOptimizer.Result<INDArray> step(
      INDArray x, VectorState<INDArray> memory, VectorObjective<INDArray> batch) {
    StepResult result =
        optimizer.step(x, State.of(memory), BatchObjective.of(batch, at -> vectors));
    VectorState<INDArray> next = result.state() == null ? null : result.state().values();
    return new VectorOptimizer.Result<>(result.point(), next);
  }

  @Override
  Optional<String> problem(INDArray x, VectorOptimizer.Result<INDArray> result) {
    State next = result.state() == null ? null : State.of(result.state());
    return StepCheck.problem(x, new StepResult(result.point(), next));
  }

  @Override
  double loss(INDArray x, Batch batch) {
    return objective.loss(x, batch);
  }

  @Override
  double gradient(INDArray x, Batch batch, INDArray out) {
    return objective.gradient(x, batch, out);
  }

  @Override
  boolean allFinite(INDArray vector) {
    return Tensors.finite(vector);
  }

  @Override
  double distance(INDArray x, INDArray from) {
    INDArray difference = pool.take();
    double distance = Tensors.norm(x.sub(from, difference));
    pool.giveBack(difference);
    return distance;
  }

  @Override
  void free(INDArray vector) {
    Tensors.free(vector);
  }

  @Override
  INDArray hostPoint() {
    return point();
  }

  @Override
  State hostState() {
    return State.of(state());
  }
}
