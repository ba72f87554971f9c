package org.escapement.lab.training;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer on its way: the present point and state, and the step that it is about to take. A
 * step is first proposed, so that the loss that it computed at the present point can stop the run
 * there, and then accepted.
 */
public final class Trajectory implements AutoCloseable {
  private final Optimizer optimizer;
  private final Objective objective;
  private final BatchSampler sampler;
  private final VectorPool pool;

  private INDArray point;
  private State state;
  private long iteration;

  private StepResult proposal;
  private OptionalDouble fullLoss = OptionalDouble.empty();
  private boolean finite = true;

  /**
   * @param optimizer the method
   * @param objective the loss
   * @param start where to begin, copied
   * @param state the state to begin with, copied
   * @param sampler where batches come from
   */
  public Trajectory(
      Optimizer optimizer, Objective objective, INDArray start, State state, BatchSampler sampler) {
    this.optimizer = optimizer;
    this.objective = objective;
    this.sampler = sampler;
    this.pool = new VectorPool(start.dataType(), start.length());
    this.point = pool.take().assign(start);
    this.state = state.copy();
  }

  /** A trajectory from the optimizer's initial state. */
  public static Trajectory from(
      Optimizer optimizer, Objective objective, INDArray start, BatchSampler sampler) {
    return new Trajectory(optimizer, objective, start, optimizer.init(start), sampler);
  }

  /** The present point; it holds until the next {@link #accept}. */
  public INDArray point() {
    return point;
  }

  /** The present state; its tensors hold until the next {@link #accept}. */
  public State state() {
    return state;
  }

  /** Steps accepted so far. */
  public long iteration() {
    return iteration;
  }

  /**
   * Computes the next step without taking it. A step that ends with {@link ErrorCode#NON_FINITE} is
   * one that leads nowhere: the run has diverged, whether the method says so or lets NaN through.
   */
  public void propose() {
    Batch batch = sampler.next();
    fullLoss = OptionalDouble.empty();
    finite = true;
    proposal = step(new Observed(batch));
    StepCheck.problem(point, proposal)
        .ifPresent(
            problem -> {
              throw new EscapementException(
                  ErrorCode.PLUGIN_CONTRACT, optimizer + ": step returned a result " + problem);
            });
  }

  private StepResult step(BatchObjective objective) {
    try {
      return optimizer.step(point, state, objective);
    } catch (EscapementException e) {
      if (e.code() != ErrorCode.NON_FINITE) {
        throw e;
      }
      finite = false;
      return new StepResult(point, state);
    }
  }

  /** The full-batch loss at the present point, if the proposed step happened to compute it. */
  public OptionalDouble lossFromProposal() {
    return fullLoss;
  }

  /**
   * Whether every loss and every gradient that the proposed step computed at the present point is
   * finite, and the step itself did not end with {@link ErrorCode#NON_FINITE}.
   */
  public boolean finite() {
    return finite;
  }

  /** Takes the proposed step. */
  public void accept() {
    List<INDArray> before = new ArrayList<>(state.tensors().values());
    before.add(point);
    point = proposal.point();
    state = proposal.state();
    proposal = null;
    iteration++;
    List<INDArray> inUse = new ArrayList<>(state.tensors().values());
    inUse.add(point);
    pool.reclaim(inUse);
    for (INDArray tensor : before) {
      if (inUse.stream().noneMatch(used -> used == tensor) && !pool.owns(tensor)) {
        Tensors.free(tensor);
      }
    }
  }

  @Override
  public void close() {
    state.tensors().values().forEach(Tensors::free);
    Tensors.free(point);
    pool.close();
  }

  /** One batch, with what the optimizer learned from it noted. */
  private final class Observed implements BatchObjective {
    private final Batch batch;

    Observed(Batch batch) {
      this.batch = batch;
    }

    @Override
    public double loss(INDArray x) {
      return note(x, objective.loss(x, batch));
    }

    @Override
    public INDArray gradient(INDArray x) {
      INDArray gradient = pool.take();
      note(x, objective.gradient(x, batch, gradient));
      if (x == point) { // before the step may overwrite it
        finite &= Tensors.finite(gradient);
      }
      return gradient;
    }

    private double note(INDArray x, double loss) {
      if (x == point) { // a line search may well look at points where the loss is infinite
        finite &= Double.isFinite(loss);
        fullLoss = batch.isAll() ? OptionalDouble.of(loss) : fullLoss;
      }
      return loss;
    }
  }
}
