package org.escapement.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;

/**
 * What a state holds at one moment, to be compared bit for bit; the order of names counts.
 *
 * @param names of the tensors, then of the numbers, in their order
 * @param tensors by name
 * @param scalars by name
 */
public record StateSnapshot(
    List<String> names, Map<String, Snapshot> tensors, Map<String, Double> scalars) {

  /** Everything in the state as it is now. */
  public static StateSnapshot of(State state) {
    List<String> names = new ArrayList<>(state.tensors().keySet());
    names.addAll(state.scalars().keySet());
    Map<String, Snapshot> tensors = new LinkedHashMap<>();
    state.tensors().forEach((name, tensor) -> tensors.put(name, Snapshot.of(tensor)));
    return new StateSnapshot(names, tensors, Map.copyOf(state.scalars()));
  }

  /** Point and state of a step's result as they are now. */
  public static List<Object> of(StepResult result) {
    return List.of(Snapshot.of(result.point()), of(result.state()));
  }
}
