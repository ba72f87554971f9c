package org.escapement.spi.optimizer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * An optimizer's memory as a value: named tensors and named numbers, in a fixed order. Nothing in
 * it changes after it is made; a step returns another one. Being plain data it can be copied,
 * compared and written to disk without the plugin's help.
 */
public final class State {
  private static final State EMPTY = new State(Map.of(), Map.of());

  private final Map<String, INDArray> tensors;
  private final Map<String, Double> scalars;

  private State(Map<String, INDArray> tensors, Map<String, Double> scalars) {
    this.tensors = tensors;
    this.scalars = scalars;
  }

  /** The state of a method without memory. */
  public static State empty() {
    return EMPTY;
  }

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return tensors.isEmpty() && scalars.isEmpty();
  }

  /** This state with one tensor added or replaced; the array is taken as it is, not copied. */
  public State with(String name, INDArray tensor) {
    Map<String, INDArray> changed = new LinkedHashMap<>(tensors);
    changed.put(name, tensor);
    return new State(Collections.unmodifiableMap(changed), scalars);
  }

  /** This state with one number added or replaced. Counters are exact up to 2⁵³. */
  public State with(String name, double scalar) {
    Map<String, Double> changed = new LinkedHashMap<>(scalars);
    changed.put(name, scalar);
    return new State(tensors, Collections.unmodifiableMap(changed));
  }

  /** This state without the tensor of that name, if there is one. */
  public State without(String name) {
    Map<String, INDArray> changed = new LinkedHashMap<>(tensors);
    changed.remove(name);
    return new State(Collections.unmodifiableMap(changed), scalars);
  }

  /**
   * The tensor of that name; read it, never write it.
   *
   * @throws NoSuchElementException if there is none
   */
  public INDArray tensor(String name) {
    return present(tensors.get(name), name);
  }

  /**
   * The number of that name.
   *
   * @throws NoSuchElementException if there is none
   */
  public double scalar(String name) {
    return present(scalars.get(name), name);
  }

  private <T> T present(T value, String name) {
    if (value == null) {
      throw new NoSuchElementException(
          "state holds no '" + name + "', only " + tensors.keySet() + " and " + scalars.keySet());
    }
    return value;
  }

  /** All tensors, in the order in which they were added. */
  public Map<String, INDArray> tensors() {
    return tensors;
  }

  /** All numbers, in the order in which they were added. */
  public Map<String, Double> scalars() {
    return scalars;
  }

  /** A copy that shares no memory with this one. */
  public State copy() {
    Map<String, INDArray> copies = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> copies.put(name, tensor.dup()));
    return new State(Collections.unmodifiableMap(copies), scalars);
  }
}
