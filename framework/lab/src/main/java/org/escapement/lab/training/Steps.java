package org.escapement.lab.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorObjective;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.escapement.spi.optimizer.VectorState;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The steps of a {@link Trajectory}, on vectors of one kind. What it says of its methods holds here
 * too.
 *
 * @param <V> a vector
 */
abstract class Steps<V> implements AutoCloseable {
  final VectorPool<V> pool;

  private final Optimizer optimizer;
  private V point;
  private VectorState<V> state;
  private VectorOptimizer.Result<V> proposal;
  private OptionalDouble fullLoss = OptionalDouble.empty();
  private boolean finite = true;

  Steps(Optimizer optimizer, VectorPool<V> pool) {
    this.optimizer = optimizer;
    this.pool = pool;
  }

  /** Begins; point and state are vectors of the pool, or the steps' own. */
  final void begin(V start, VectorState<V> initial) {
    point = start;
    state = initial;
  }

  /** The optimizer's step from the present point and state. */
  abstract VectorOptimizer.Result<V> step(V x, VectorState<V> memory, VectorObjective<V> batch);

  /** What is wrong with where a step leads, in words that follow "a result". */
  abstract Optional<String> problem(V x, VectorOptimizer.Result<V> result);

  abstract double loss(V x, Batch batch);

  abstract double gradient(V x, Batch batch, V out);

  abstract boolean allFinite(V vector);

  abstract double distance(V x, INDArray from);

  /** Frees what was part of the trajectory, is no longer and is none of the pool's. */
  abstract void free(V vector);

  /** The present point on the host. */
  abstract INDArray hostPoint();

  /** The present state on the host. */
  abstract State hostState();

  final V point() {
    return point;
  }

  final VectorState<V> state() {
    return state;
  }

  final void propose(Batch batch) {
    fullLoss = OptionalDouble.empty();
    finite = true;
    pool.beginStep();
    proposal = proposed(new Observed(batch));
    problem(point, proposal)
        .ifPresent(
            problem -> {
              throw new EscapementException(
                  ErrorCode.PLUGIN_CONTRACT, optimizer + ": step returned a result " + problem);
            });
  }

  private VectorOptimizer.Result<V> proposed(VectorObjective<V> batch) {
    try {
      return step(point, state, batch);
    } catch (EscapementException e) {
      if (e.code() != ErrorCode.NON_FINITE) {
        throw e;
      }
      finite = false;
      return new VectorOptimizer.Result<>(point, state);
    }
  }

  final OptionalDouble lossFromProposal() {
    return fullLoss;
  }

  final boolean finite() {
    return finite;
  }

  final double loss(Batch batch) {
    return loss(point, batch);
  }

  final double distance(INDArray from) {
    return distance(point, from);
  }

  void accept() {
    List<V> before = vectors();
    point = proposal.point();
    state = proposal.state();
    proposal = null;
    List<V> inUse = vectors();
    pool.reclaim(inUse);
    for (V vector : before) {
      if (!VectorPool.contains(inUse, vector) && !pool.owns(vector)) {
        free(vector);
      }
    }
  }

  private List<V> vectors() {
    List<V> vectors = new ArrayList<>(state.tensors().values());
    vectors.add(point);
    return vectors;
  }

  @Override
  public void close() {
    vectors().forEach(this::free);
    pool.close();
  }

  /** One batch, with what the optimizer learned from it noted. */
  private final class Observed implements VectorObjective<V> {
    private final Batch batch;

    Observed(Batch batch) {
      this.batch = batch;
    }

    @Override
    public double loss(V x) {
      return note(x, Steps.this.loss(x, batch));
    }

    @Override
    public V gradient(V x) {
      V gradient = pool.take();
      note(x, Steps.this.gradient(x, batch, gradient));
      if (x == point) { // before the step may overwrite it
        finite &= allFinite(gradient);
      }
      return gradient;
    }

    private double note(V x, double loss) {
      if (x == point) { // a line search may well look at points where the loss is infinite
        finite &= Double.isFinite(loss);
        fullLoss = batch.isAll() ? OptionalDouble.of(loss) : fullLoss;
      }
      return loss;
    }
  }
}
