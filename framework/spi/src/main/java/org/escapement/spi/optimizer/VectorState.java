package org.escapement.spi.optimizer;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.function.Function;

/**
 * An optimizer's memory as a value, as {@link State} is, its vectors being of any kind: arrays, or
 * vectors that stay on a device.
 *
 * @param <V> a vector
 */
public final class VectorState<V> {
  private final Map<String, V> tensors;
  private final Map<String, Double> scalars;

  private VectorState(Map<String, V> tensors, Map<String, Double> scalars) {
    this.tensors = Collections.unmodifiableMap(tensors);
    this.scalars = Collections.unmodifiableMap(scalars);
  }

  /** The state of a method without memory. */
  public static <V> VectorState<V> empty() {
    return new VectorState<>(Map.of(), Map.of());
  }

  /** This state with one vector added or replaced; it is taken as it is, not copied. */
  public VectorState<V> with(String name, V tensor) {
    Map<String, V> changed = new LinkedHashMap<>(tensors);
    changed.put(name, tensor);
    return new VectorState<>(changed, scalars);
  }

  /** This state with one number added or replaced. Counters are exact up to 2⁵³. */
  public VectorState<V> with(String name, double scalar) {
    Map<String, Double> changed = new LinkedHashMap<>(scalars);
    changed.put(name, scalar);
    return new VectorState<>(tensors, changed);
  }

  /** This state without the vector of that name, if there is one. */
  public VectorState<V> without(String name) {
    Map<String, V> changed = new LinkedHashMap<>(tensors);
    changed.remove(name);
    return new VectorState<>(changed, scalars);
  }

  /** The same names and numbers with other vectors, made of these one by one, in their order. */
  public <W> VectorState<W> map(Function<? super V, ? extends W> conversion) {
    Map<String, W> converted = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> converted.put(name, conversion.apply(tensor)));
    return new VectorState<>(converted, scalars);
  }

  /**
   * The vector of that name; read it, never write it.
   *
   * @throws NoSuchElementException if there is none
   */
  public V tensor(String name) {
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

  /** All vectors, in the order in which they were added. */
  public Map<String, V> tensors() {
    return tensors;
  }

  /** All numbers, in the order in which they were added. */
  public Map<String, Double> scalars() {
    return scalars;
  }
}
