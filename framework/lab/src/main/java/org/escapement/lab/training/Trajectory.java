package org.escapement.lab.training;

import java.util.OptionalDouble;
import org.escapement.engine.operator.TensorObjective;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.VectorOptimizer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer on its way: the present point and state, and the step that it is about to take. A
 * step is first proposed, so that the loss that it computed at the present point can stop the run
 * there, and then accepted.
 *
 * <p>Where the loss is computed on a device, an optimizer that is arithmetic on vectors takes its
 * steps there, and the point stays there too; any other has its steps on arrays.
 */
public final class Trajectory implements AutoCloseable {
  private final Steps<?> steps;
  private final BatchSampler sampler;
  private long iteration;

  private Trajectory(Steps<?> steps, BatchSampler sampler) {
    this.steps = steps;
    this.sampler = sampler;
  }

  /**
   * @param optimizer the method
   * @param objective the loss
   * @param start where to begin, copied
   * @param state the state to begin with, copied
   * @param sampler where batches come from
   */
  public Trajectory(
      Optimizer optimizer, Objective objective, INDArray start, State state, BatchSampler sampler) {
    this(steps(optimizer, objective, start, state), sampler);
  }

  private static Steps<?> steps(
      Optimizer optimizer, Objective objective, INDArray start, State state) {
    return optimizer instanceof VectorOptimizer vectors
            && objective instanceof TensorObjective tensors
            && !tensors.compute().sharesArrays()
        ? new DeviceSteps(vectors, tensors, start, state)
        : new HostSteps(optimizer, objective, start, state);
  }

  /** A trajectory from the optimizer's initial state. */
  public static Trajectory from(
      Optimizer optimizer, Objective objective, INDArray start, BatchSampler sampler) {
    return new Trajectory(optimizer, objective, start, optimizer.init(start), sampler);
  }

  /**
   * A trajectory on arrays, whatever the optimizer and the loss offer: what {@link #point} and
   * {@link #state} return is then what the next step starts from, and may be written.
   */
  public static Trajectory onArrays(
      Optimizer optimizer, Objective objective, INDArray start, BatchSampler sampler) {
    return new Trajectory(
        new HostSteps(optimizer, objective, start, optimizer.init(start)), sampler);
  }

  /**
   * The present point; it holds until the next {@link #accept}. Where it is on a device this brings
   * it here.
   */
  public INDArray point() {
    return steps.hostPoint();
  }

  /** The present state; its tensors hold until the next {@link #accept}, as the point does. */
  public State state() {
    return steps.hostState();
  }

  /** Steps accepted so far. */
  public long iteration() {
    return iteration;
  }

  /** The mean loss of a batch at the present point. */
  public double loss(Batch batch) {
    return steps.loss(batch);
  }

  /**
   * The Euclidean distance of the present point from another.
   *
   * @param from shape {@code [p]}, never written as long as distances from it are asked for
   */
  public double distance(INDArray from) {
    return steps.distance(from);
  }

  /**
   * Computes the next step without taking it. A step that ends with {@link ErrorCode#NON_FINITE} is
   * one that leads nowhere: the run has diverged, whether the method says so or lets NaN through.
   */
  public void propose() {
    steps.propose(sampler.next());
  }

  /** The full-batch loss at the present point, if the proposed step happened to compute it. */
  public OptionalDouble lossFromProposal() {
    return steps.lossFromProposal();
  }

  /**
   * Whether every loss and every gradient that the proposed step computed at the present point is
   * finite, and the step itself did not end with {@link ErrorCode#NON_FINITE}.
   */
  public boolean finite() {
    return steps.finite();
  }

  /** Takes the proposed step. */
  public void accept() {
    steps.accept();
    iteration++;
  }

  @Override
  public void close() {
    steps.close();
  }
}
