package org.escapement.engine.network;

import java.util.List;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.layer.ExampleGradients;
import org.escapement.spi.model.Jacobian.Scaling;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The rows of a Jacobian layer by layer, as factors gathered from all examples and outputs: row κn
 * + i belongs to output κ of example i. Of the right factors there are as many units at a time as a
 * bound on memory allows.
 */
final class JacobianRows implements AutoCloseable {
  private final Compute compute;
  private final LinearizedNetwork network;
  private final Scaling scaling;
  private final boolean owned;
  private final DataType type;
  private final int examples;
  private final int outputs;

  /** What is done with some columns of one layer's rows. */
  interface Slice {
    /**
     * @param left factors of the examples, shape {@code [n, m]}, or null
     * @param constant added to the inner products of left factors
     * @param right factors of the rows, shape {@code [nk, columns]}
     */
    void accept(Tensor left, double constant, Tensor right);
  }

  /**
   * @param owned whether the network is closed together with this
   */
  JacobianRows(LinearizedNetwork network, Scaling scaling, boolean owned) {
    this.compute = network.compute();
    this.network = network;
    this.scaling = scaling;
    this.owned = owned;
    this.type = network.type();
    this.examples = network.all().size();
    this.outputs = network.outputs();
  }

  /** Where the rows are. */
  Compute compute() {
    return compute;
  }

  /** The number n of examples. */
  int examples() {
    return examples;
  }

  /** The number k of rows of each example. */
  int outputs() {
    return outputs;
  }

  /** The memory that what is gathered, and products of it, may take. */
  PassBudget memory() {
    return network.memory();
  }

  /**
   * One layer's rows.
   *
   * @param leftColumns the length of a left factor, or zero if there is none
   */
  private record Shape(int units, long unitEntries, double constant, long leftColumns) {
    static Shape of(ExampleGradients gradients) {
      Tensor left = gradients.left();
      return new Shape(
          gradients.units(),
          gradients.unitEntries(),
          gradients.leftConstant(),
          left == null ? 0 : left.columns());
    }
  }

  /** Visits all columns of all layers; the factors are freed after each visit. */
  void forEachSlice(Slice slice) {
    List<Shape> shapes =
        network.ask(pass -> pass.exampleGradients().stream().map(Shape::of).toList());
    for (int layer = 0; layer < shapes.size(); layer++) {
      Shape shape = shapes.get(layer);
      try (Tensor left = shape.leftColumns() == 0 ? null : gatherLeft(layer, shape)) {
        int from = 0;
        while (from < shape.units()) {
          try (Tensor right = gatherRight(layer, shape, from)) {
            slice.accept(left, shape.constant(), right);
            from += (int) (right.columns() / shape.unitEntries());
          }
        }
      }
    }
  }

  private Tensor gatherLeft(int layer, Shape shape) {
    Tensor left = compute.zeros(type, examples, shape.leftColumns());
    return closedUnlessDone(
        left,
        () ->
            network.gather(
                true,
                (pass, at) ->
                    compute.copy(
                        pass.exampleGradients().get(layer).left(),
                        left.rows(at, at + pass.rows()))));
  }

  /**
   * The units from {@code from} on, as many as there is memory for beside a pass. Units are given
   * up before examples of a pass: each of these costs a product of its own.
   */
  private Tensor gatherRight(int layer, Shape shape, int from) {
    long unitBytes = (long) examples * outputs * shape.unitEntries() * type.width();
    int[] units = new int[1];
    MemoryLimit memory = memory().gathered();
    return memory.fitting(
        () -> {
          long most = Math.max(1, memory.bytes() / unitBytes);
          units[0] = (int) Math.min(shape.units() - from, most);
          return gatherRight(layer, shape.unitEntries(), from, from + units[0]);
        },
        () -> units[0] > 1,
        () -> memory.limit(unitBytes * ((units[0] + 1) / 2)),
        "the Jacobian's columns go through one unit at a time");
  }

  private Tensor gatherRight(int layer, long unitEntries, int from, int to) {
    Tensor right = compute.zeros(type, (long) examples * outputs, (to - from) * unitEntries);
    return closedUnlessDone(
        right,
        () ->
            network.gather(
                to - from == 1,
                (pass, at) -> {
                  try (Tensor unit = compute.zeros(type, pass.rows(), outputs)) {
                    for (int output = 0; output < outputs; output++) {
                      compute.fill(unit, 0);
                      compute.fill(unit.columns(output, output + 1), 1);
                      pass.pullBack(network.parameters(), unit, scaling == Scaling.LOSS, null);
                      long row = (long) output * examples + at;
                      pass.exampleGradients()
                          .get(layer)
                          .right(from, to, right.rows(row, row + pass.rows()));
                    }
                  }
                }));
  }

  private static Tensor closedUnlessDone(Tensor tensor, Runnable work) {
    try {
      work.run();
      return tensor;
    } catch (RuntimeException failure) {
      tensor.close();
      throw failure;
    }
  }

  @Override
  public void close() {
    if (owned) {
      network.close();
    }
  }
}
