package org.escapement.host.plugin;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.escapement.lab.training.StepCheck;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.linearization.StateSpace;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Whether what an optimizer answers about a point fits the point. */
final class AnswerCheck {
  private AnswerCheck() {}

  /**
   * Checks an answer; of what is none of an optimizer nothing is asked.
   *
   * @param point the point that it is about, shape {@code [p]}
   * @throws org.escapement.spi.error.EscapementException PLUGIN_CONTRACT if it does not fit
   */
  static void require(PluginComponent<?> owner, INDArray point, Object answer) {
    if (answer instanceof StepResult result) {
      StepCheck.problem(point, result)
          .ifPresent(
              problem -> {
                throw owner.failure(": step returned a result " + problem);
              });
    } else if (answer instanceof State state) {
      StepCheck.problem(state)
          .ifPresent(
              problem -> {
                throw owner.failure(": init returned a state " + problem);
              });
    } else if (answer instanceof Recurrence recurrence) {
      require(owner, point, recurrence);
    } else if (answer instanceof StateSpace form) {
      require(owner, point, form);
    }
  }

  private static void require(PluginComponent<?> owner, INDArray point, Recurrence recurrence) {
    Map<String, DoubleStream> entries =
        Map.of(
            "A", Arrays.stream(recurrence.stateMatrix()).flatMapToDouble(Arrays::stream),
            "b", Arrays.stream(recurrence.input()),
            "c", Arrays.stream(recurrence.output()));
    entries.forEach(
        (name, values) -> {
          if (!values.allMatch(Double::isFinite)) {
            throw owner.failure(
                ": linearize returned a recurrence whose "
                    + name
                    + " has entries that are not"
                    + " finite");
          }
        });
    recurrence
        .preconditioner()
        .diagonal()
        .filter(diagonal -> diagonal.rank() != 1 || diagonal.length() != point.length())
        .ifPresent(
            diagonal -> {
              throw owner.failure(
                  ": linearize returned a preconditioner with a diagonal of shape "
                      + Arrays.toString(diagonal.shape())
                      + ", must be "
                      + Arrays.toString(point.shape()));
            });
  }

  private static void require(PluginComponent<?> owner, INDArray point, StateSpace form) {
    long dimension = form.onState().dimension();
    if (dimension < point.length()) {
      throw owner.failure(
          ": linearize returned operators of dimension "
              + dimension
              + ", must be at least that of the point, "
              + point.length());
    }
  }
}
