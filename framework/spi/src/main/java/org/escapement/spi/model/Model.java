package org.escapement.spi.model;

import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A parametric family of functions, its parameters laid out in one flat vector of length p. */
public interface Model {
  /** The tensors within the flat vector, in order and without gaps. */
  List<ParameterTensor> parameters();

  /** The length p of the flat vector. */
  default long dimension() {
    return parameters().stream().mapToLong(ParameterTensor::length).sum();
  }

  /** A new starting point, shape {@code [p]}; all randomness comes from {@code random}. */
  INDArray initialPoint(RandomGenerator random);

  /**
   * The loss on the given examples, or on the model's own where it needs no data. It keeps buffers
   * and is used by one thread at a time.
   */
  Objective objective(Examples examples);

  /**
   * Minima that are known beforehand, in closed form or because somebody trained to them, by name,
   * each of shape {@code [p]}.
   */
  default Map<String, INDArray> knownMinima() {
    return Map.of();
  }

  /**
   * What has to be known to read results about this model, one sentence each without a full stop:
   * parts that are approximate, held or left out. Results keep them.
   */
  default List<String> notes() {
    return List.of();
  }
}
