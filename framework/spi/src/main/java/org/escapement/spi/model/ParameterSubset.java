package org.escapement.spi.model;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.escapement.spi.error.ErrorCode;
import org.escapement.spi.error.EscapementException;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Some of a model's parameter tensors. In vectors of the subset they stand one after the other, in
 * the model's order.
 */
public final class ParameterSubset {
  private final List<ParameterTensor> tensors;

  private ParameterSubset(List<ParameterTensor> tensors) {
    this.tensors = List.copyOf(tensors);
  }

  /**
   * The tensors of some layers.
   *
   * @param parameters all of the model's
   * @param names of layers, such as {@code layers.3}, which stands for {@code layers.3.weight} and
   *     all others whose name begins so, or of single tensors
   * @throws EscapementException PARAMETERS_UNKNOWN for a name that stands for none
   */
  public static ParameterSubset of(List<ParameterTensor> parameters, Collection<String> names) {
    Set<String> missing = new LinkedHashSet<>(names);
    List<ParameterTensor> chosen = new ArrayList<>();
    for (ParameterTensor tensor : parameters) {
      boolean wanted = false;
      for (String name : names) {
        if (tensor.name().equals(name) || tensor.name().startsWith(name + ".")) {
          wanted = true;
          missing.remove(name);
        }
      }
      if (wanted) {
        chosen.add(tensor);
      }
    }
    if (!missing.isEmpty() || chosen.isEmpty()) {
      throw new EscapementException(
          ErrorCode.PARAMETERS_UNKNOWN,
          (missing.isEmpty() ? "no layers named" : "no layer '" + missing.iterator().next() + "'")
              + "; the model has "
              + String.join(", ", layers(parameters)));
    }
    return new ParameterSubset(chosen);
  }

  /**
   * The names of the layers that parameters belong to: the tensors' names without the last part.
   */
  public static Set<String> layers(List<ParameterTensor> parameters) {
    Set<String> layers = new LinkedHashSet<>();
    for (ParameterTensor tensor : parameters) {
      int dot = tensor.name().lastIndexOf('.');
      layers.add(dot < 0 ? tensor.name() : tensor.name().substring(0, dot));
    }
    return layers;
  }

  /** The tensors, with their places in the vector of all parameters. */
  public List<ParameterTensor> tensors() {
    return tensors;
  }

  /** Whether a tensor is in the subset. */
  public boolean contains(String tensor) {
    return tensors.stream().anyMatch(each -> each.name().equals(tensor));
  }

  /** The length of the subset's vectors. */
  public long dimension() {
    return tensors.stream().mapToLong(ParameterTensor::length).sum();
  }

  /**
   * Copies the subset's entries.
   *
   * @param all a vector of all parameters, not written
   * @param part a vector of the subset, overwritten
   */
  public void gather(INDArray all, INDArray part) {
    long at = 0;
    for (ParameterTensor tensor : tensors) {
      slice(part, at, tensor.length()).assign(slice(all, tensor.offset(), tensor.length()));
      at += tensor.length();
    }
  }

  /**
   * Puts the subset's entries in their places.
   *
   * @param part a vector of the subset, not written
   * @param all a vector of all parameters, overwritten there only
   */
  public void scatter(INDArray part, INDArray all) {
    long at = 0;
    for (ParameterTensor tensor : tensors) {
      slice(all, tensor.offset(), tensor.length()).assign(slice(part, at, tensor.length()));
      at += tensor.length();
    }
  }

  private static INDArray slice(INDArray vector, long from, long length) {
    return vector.get(NDArrayIndex.interval(from, from + length));
  }
}
