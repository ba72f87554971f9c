package org.escapement.engine.layer;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * One layer of a network: a description without buffers. What it computes, it computes in a {@link
 * LayerPass}.
 */
public interface Layer {
  /**
   * One parameter tensor, c order.
   *
   * @param name within the layer
   * @param shape its shape
   * @param role what it does
   */
  record Parameter(String name, List<Long> shape, ParameterRole role) {
    /** The number of its entries. */
    public long length() {
      return shape.stream().reduce(1L, (a, b) -> a * b);
    }
  }

  /** The number of entries of an output row. */
  long outputs();

  /** Buffers of a pass that are as wide as a layer's output, or the next one's input, at most. */
  int BUFFERS_PER_OUTPUT = 9;

  /**
   * The most entries of a pass's buffers for each example, which bound how many examples a pass can
   * take.
   */
  default long bufferEntries() {
    return BUFFERS_PER_OUTPUT * outputs();
  }

  /**
   * Whether in training an example's value depends on the others of its batch, which must then go
   * through a pass as a whole; with fixed statistics it does not. See {@link NormalizingPass}.
   */
  default boolean couplesExamples() {
    return false;
  }

  /** The parameter tensors in their order; empty for a layer without any. */
  default List<Parameter> parameters() {
    return List.of();
  }

  /**
   * This layer with only some of its parameters variable.
   *
   * @param variable tells by name
   * @param values of all its parameters, in their order; kept where they are held
   * @return empty where some parameters of a layer are variable and others are not
   */
  default Optional<Layer> restrictedTo(Predicate<String> variable, Tensor[] values) {
    long count = parameters().stream().filter(each -> variable.test(each.name())).count();
    if (count == parameters().size()) {
      return Optional.of(this);
    }
    return count == 0 ? Optional.of(new HeldLayer(this, values)) : Optional.empty();
  }

  /**
   * Buffers for a fixed number of rows.
   *
   * @param setting what the pass is for
   */
  LayerPass pass(PassSetting setting);

  /**
   * What a pass is made for.
   *
   * @param compute where it computes
   * @param rows examples in it
   * @param type float or double
   * @param first whether no layer before this one has parameters, so that its input has no
   *     derivative; of a first layer without parameters only {@link LayerPass#forward} is called
   * @param secondOrder whether the tangent and second sweeps will be called; without them it needs
   *     half the memory
   * @param made told of every buffer, so that none is left where a pass cannot be made
   */
  record PassSetting(
      Compute compute,
      int rows,
      DataType type,
      boolean first,
      boolean secondOrder,
      Consumer<Tensor> made) {
    public PassSetting(
        Compute compute, int rows, DataType type, boolean first, boolean secondOrder) {
      this(compute, rows, type, first, secondOrder, buffer -> {});
    }

    /** A buffer with a row for each example, which the pass closes. */
    Tensor buffer(long columns) {
      return buffer(rows, columns);
    }

    /** A buffer of any shape, which the pass closes. */
    Tensor buffer(long rows, long columns) {
      Tensor buffer = compute.zeros(type, rows, columns);
      made.accept(buffer);
      return buffer;
    }
  }
}
