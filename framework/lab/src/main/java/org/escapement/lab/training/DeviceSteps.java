package org.escapement.lab.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorObjective;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.escapement.spi.optimizer.Vectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Steps of an optimizer that is arithmetic on vectors, where a loss is computed. Vectors cross over
 * at the start and when somebody asks for the point or the state; in between losses and sums do.
 */
final class DeviceSteps extends Steps<Tensor> {
  private final VectorOptimizer optimizer;
  private final TensorObjective objective;
  private final Compute compute;
  private final Vectors<Tensor> vectors;

  /** What was asked for on the host, good until the next step. */
  private final VectorPool<INDArray> copies;

  private INDArray copyOfPoint;
  private State copyOfState;

  /** The array that distances were measured from last, and the same on the device. */
  private INDArray origin;

  private Tensor originThere;

  DeviceSteps(VectorOptimizer optimizer, TensorObjective objective, INDArray start, State state) {
    this(
        optimizer,
        objective,
        new Arithmetic(objective.compute(), start.dataType(), start.length()),
        start,
        state);
  }

  private DeviceSteps(
      VectorOptimizer optimizer,
      TensorObjective objective,
      Arithmetic arithmetic,
      INDArray start,
      State state) {
    super(optimizer, new VectorPool<>(arithmetic::vector, tensor -> tensor.close()));
    this.optimizer = optimizer;
    this.objective = objective;
    compute = arithmetic.compute();
    vectors = new StepVectors<>(pool, arithmetic);
    copies = new VectorPool<>(start::ulike, array -> Tensors.free(array));
    try {
      begin(uploaded(start), uploaded(start, state));
    } catch (RuntimeException failure) {
      pool.close();
      throw failure;
    }
  }

  private Tensor uploaded(INDArray array) {
    return pool.lend(compute.upload(array));
  }

  private VectorState<Tensor> uploaded(INDArray point, State state) {
    state
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (!Arrays.equals(tensor.shape(), point.shape())
                  || tensor.dataType() != point.dataType()) {
                throw new EscapementException(
                    ErrorCode.PLUGIN_CONTRACT,
                    String.format(
                        Locale.ROOT,
                        "%s: a state for steps on vectors has a tensor '%s' of shape %s and type"
                            + " %s, must be %s and %s as the point",
                        optimizer,
                        name,
                        Arrays.toString(tensor.shape()),
                        tensor.dataType(),
                        Arrays.toString(point.shape()),
                        point.dataType()));
              }
            });
    return state.values().map(tensor -> uploaded(tensor));
  }

  @Override
  VectorOptimizer.Result<Tensor> step(
      Tensor x, VectorState<Tensor> memory, VectorObjective<Tensor> batch) {
    return optimizer.step(x, memory, batch, vectors);
  }

  @Override
  Optional<String> problem(Tensor x, VectorOptimizer.Result<Tensor> result) {
    if (result.point() == null || result.state() == null) {
      return Optional.of("without a " + (result.point() == null ? "point" : "state"));
    }
    if (!pool.isLent(result.point())) {
      return Optional.of("with a point that is none of the vectors of this step");
    }
    return result.state().tensors().entrySet().stream()
        .filter(tensor -> !pool.isLent(tensor.getValue()))
        .findFirst()
        .map(
            tensor ->
                "with a state whose tensor '"
                    + tensor.getKey()
                    + "' is none of the vectors of this step");
  }

  @Override
  double loss(Tensor x, Batch batch) {
    return objective.loss(x, batch);
  }

  @Override
  double gradient(Tensor x, Batch batch, Tensor out) {
    return objective.gradient(x, batch, out);
  }

  @Override
  boolean allFinite(Tensor vector) {
    return Double.isFinite(compute.absoluteSum(vector));
  }

  @Override
  double distance(Tensor x, INDArray from) {
    if (origin != from) {
      Tensor.close(originThere);
      originThere = compute.upload(from);
      origin = from;
    }
    Tensor difference = pool.take();
    compute.add(x, -1, originThere, difference);
    double distance = Math.sqrt(compute.dot(difference, difference));
    pool.giveBack(difference);
    return distance;
  }

  @Override
  void free(Tensor vector) {
    // all are the pool's
  }

  @Override
  INDArray hostPoint() {
    if (copyOfPoint == null) {
      copyOfPoint = fetched(point());
    }
    return copyOfPoint;
  }

  @Override
  State hostState() {
    if (copyOfState == null) {
      copyOfState = State.of(state().map(this::fetched));
    }
    return copyOfState;
  }

  private INDArray fetched(Tensor vector) {
    INDArray copy = copies.take();
    compute.download(vector, copy);
    return copy;
  }

  @Override
  void accept() {
    super.accept();
    copyOfPoint = null;
    copyOfState = null;
    copies.reclaim(List.of());
  }

  @Override
  public void close() {
    super.close();
    copies.close();
    Tensor.close(originThere);
  }

  /** Arithmetic on the device, each of whose vectors is a new one. */
  private record Arithmetic(Compute compute, DataType type, long length)
      implements Vectors<Tensor> {
    @Override
    public Tensor vector() {
      return compute.zeros(type, 1, length);
    }

    @Override
    public Tensor scale(double factor, Tensor a, Tensor out) {
      compute.scale(a, factor, out);
      return out;
    }

    @Override
    public Tensor add(Tensor a, double factor, Tensor b, Tensor out) {
      compute.add(a, factor, b, out);
      return out;
    }
  }
}
