package org.escapement.spi.optimizer;

import java.util.Map;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer's memory as a value: named tensors and named numbers, in a fixed order. Nothing in
 * it changes after it is made; a step returns another one. Being plain data it can be copied,
 * compared and written to disk without the plugin's help.
 */
public final class State {
  private static final State EMPTY = new State(VectorState.empty());

  private final VectorState<INDArray> values;

  private State(VectorState<INDArray> values) {
    this.values = values;
  }

  /** The state of a method without memory. */
  public static State empty() {
    return EMPTY;
  }

  /** The state with these arrays and numbers; nothing is copied. */
  public static State of(VectorState<INDArray> values) {
    return new State(values);
  }

  /** The arrays and numbers of this state, as a {@link VectorOptimizer} takes them. */
  public VectorState<INDArray> values() {
    return values;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return tensors().isEmpty() && scalars().isEmpty();
  }

  /** This state with one tensor added or replaced; the array is taken as it is, not copied. */
  public State with(String name, INDArray tensor) {
    return new State(values.with(name, tensor));
  }

  /** This state with one number added or replaced. Counters are exact up to 2⁵³. */
  public State with(String name, double scalar) {
    return new State(values.with(name, scalar));
  }

  /** This state without the tensor of that name, if there is one. */
  public State without(String name) {
    return new State(values.without(name));
  }

  /**
   * The tensor of that name; read it, never write it.
   *
   * @throws NoSuchElementException if there is none
   */
  public INDArray tensor(String name) {
    return values.tensor(name);
  }

  /**
   * The number of that name.
   *
   * @throws NoSuchElementException if there is none
   */
  public double scalar(String name) {
    return values.scalar(name);
  }

  /** All tensors, in the order in which they were added. */
  public Map<String, INDArray> tensors() {
    return values.tensors();
  }

  /** All numbers, in the order in which they were added. */
  public Map<String, Double> scalars() {
    return values.scalars();
  }

  /** A copy that shares no memory with this one. */
  public State copy() {
    return new State(values.map(INDArray::dup));
  }
}
