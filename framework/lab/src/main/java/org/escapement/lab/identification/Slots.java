package org.escapement.lab.identification;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The numbers that belong to one coordinate: the point's and one of each of the state's tensors.
 */
final class Slots {
  private final INDArray point;
  private final DataType pointType;
  private final State state;
  private final List<String> names;

  private Slots(INDArray point, DataType pointType, State state, List<String> names) {
    this.point = point;
    this.pointType = pointType;
    this.state = state;
    this.names = names;
  }

  /** Those of a point and a state, in double. */
  static Slots of(INDArray point, State state) {
    INDArray exact = point.castTo(DataType.DOUBLE);
    State converted = state;
    List<String> names = new ArrayList<>();
    for (var entry : state.tensors().entrySet()) {
      INDArray tensor = entry.getValue();
      if (tensor.length() != point.length()) {
        throw new NotIdentifiable(
            "the state's tensor '"
                + entry.getKey()
                + "' has "
                + tensor.length()
                + " entries for "
                + point.length()
                + " coordinates");
      }
      converted = converted.with(entry.getKey(), tensor.castTo(DataType.DOUBLE));
      names.add(entry.getKey());
    }
    return new Slots(exact, point.dataType(), converted, List.copyOf(names));
  }

  /** How many there are, the point's included. */
  int count() {
    return names.size() + 1;
  }

  /** What a slot is, in words. */
  String name(int slot) {
    return slot == 0 ? "the point" : "'" + names.get(slot - 1) + "'";
  }

  State state() {
    return state;
  }

  INDArray point() {
    return point;
  }

  /** The type that the point came in. */
  DataType pointType() {
    return pointType;
  }

  /** The point with one slot, if it is the point's, moved. */
  INDArray movedPoint(int slot, INDArray by) {
    return slot == 0 ? point.add(by) : point.dup();
  }

  /** The state with one slot, if it is the state's, moved. */
  State movedState(int slot, INDArray by) {
    return slot == 0 ? state : movedState(state, slot, by);
  }

  /**
   * Another state with one slot moved from where it is in this one.
   *
   * @param slot not the point's
   */
  State movedState(State other, int slot, INDArray by) {
    String name = names.get(slot - 1);
    INDArray tensor = state.tensor(name);
    return other.with(name, tensor.add(by.reshape('c', tensor.shape())));
  }

  /** One slot's tensor of a step's result, as a vector. */
  INDArray read(int slot, INDArray nextPoint, State nextState) {
    INDArray tensor = slot == 0 ? nextPoint : nextState.tensors().get(names.get(slot - 1));
    if (tensor == null) {
      throw new NotIdentifiable("a step from here drops the state's " + name(slot));
    }
    return tensor.reshape('c', new long[] {tensor.length()});
  }
}
