package org.escapement.lab.training;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether a step leads to a point of the same space, and a state that is whole. */
public final class StepCheck {
  private StepCheck() {}

  /**
   * What is wrong with a result, in words that follow "a result".
   *
   * @param from the point that the step was taken from, shape {@code [p]}
   */
  public static Optional<String> problem(INDArray from, StepResult result) {
    INDArray next = result.point();
    if (next == null || result.state() == null) {
      return Optional.of("without a " + (next == null ? "point" : "state"));
    }
    if (next.rank() != 1 || next.length() != from.length() || next.dataType() != from.dataType()) {
      return Optional.of(
          "with a point of shape "
              + Arrays.toString(next.shape())
              + " and type "
              + next.dataType()
              + ", must be ["
              + from.length()
              + "] and "
              + from.dataType());
    }
    return problem(result.state()).map(problem -> "with a state " + problem);
  }

  /** What is wrong with a state, in words that follow "a state". */
  public static Optional<String> problem(State state) {
    for (Map.Entry<String, INDArray> tensor : state.tensors().entrySet()) {
      if (tensor.getValue() == null) {
        return Optional.of("whose tensor '" + tensor.getKey() + "' is null");
      }
    }
    return Optional.empty();
  }
}
