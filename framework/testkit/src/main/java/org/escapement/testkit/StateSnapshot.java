package org.escapement.testkit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.escapement.spi.optimizer.State;

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

  /** What another state holds instead, in one line; empty where it holds the same. */
  public Optional<String> difference(StateSnapshot other) {
    if (!names.equals(other.names) || !tensors.keySet().equals(other.tensors.keySet())) {
      return Optional.of("the state's names, " + names + " and " + other.names);
    }
    for (Map.Entry<String, Snapshot> tensor : tensors.entrySet()) {
      Optional<String> difference =
          tensor.getValue().difference(other.tensors.get(tensor.getKey()));
      if (difference.isPresent()) {
        return Optional.of("the state's array '" + tensor.getKey() + "', " + difference.get());
      }
    }
    return scalars.entrySet().stream()
        .filter(scalar -> !scalar.getValue().equals(other.scalars.get(scalar.getKey())))
        .findFirst()
        .map(
            scalar ->
                "the state's number '%s', %s and %s"
                    .formatted(
                        scalar.getKey(), scalar.getValue(), other.scalars.get(scalar.getKey())));
  }
}
