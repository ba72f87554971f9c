package org.escapement.lab.homogeneous;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Objective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Whether a step is homogeneous of degree one in the point and all tensors of the state together:
 * step(c·x, c·tensors) against c·step(x, tensors), on one batch.
 */
final class HomogeneityGate {
  private static final double[] FACTORS = {2, 1.0 / 3};

  /** The largest disagreement, as a share of what the step starts from or leads to. */
  private static final double DOUBLE_GATE = 1e-6;

  private static final double FLOAT_GATE = 1e-3;

  private final Optimizer optimizer;
  private final Objective objective;

  HomogeneityGate(Optimizer optimizer, Objective objective) {
    this.optimizer = optimizer;
    this.objective = objective;
  }

  /**
   * Why the step is not homogeneous; empty if it is.
   *
   * @param point not written
   * @param state not written
   */
  Optional<String> refusal(INDArray point, State state, Batch batch) {
    StepResult plain = optimizer.step(point, state, objective.on(batch));
    try {
      for (double factor : FACTORS) {
        Optional<String> refusal = refusal(point, state, batch, plain, factor);
        if (refusal.isPresent()) {
          return refusal;
        }
      }
      return Optional.empty();
    } finally {
      free(plain, point, state);
    }
  }

  private Optional<String> refusal(
      INDArray point, State state, Batch batch, StepResult plain, double factor) {
    INDArray scaledPoint = point.mul(factor);
    State scaledState = state;
    for (Map.Entry<String, INDArray> entry : state.tensors().entrySet()) {
      scaledState = scaledState.with(entry.getKey(), entry.getValue().mul(factor));
    }
    StepResult scaled = optimizer.step(scaledPoint, scaledState, objective.on(batch));
    try {
      if (!scaled.state().tensors().keySet().equals(plain.state().tensors().keySet())) {
        return Optional.of(
            inWords(
                factor, "the names of what the state holds, " + scaled.state().tensors().keySet()));
      }
      double excess = excess(point, plain.point(), scaled.point(), factor);
      String where = "the point";
      for (Map.Entry<String, INDArray> entry : plain.state().tensors().entrySet()) {
        String name = entry.getKey();
        INDArray before = state.tensors().get(name);
        double own = excess(before, entry.getValue(), scaled.state().tensor(name), factor);
        if (!(own <= excess)) {
          excess = own;
          where = "the state's '" + name + "'";
        }
      }
      return excess <= gate(point.dataType())
          ? Optional.empty()
          : Optional.of(
              inWords(factor, String.format(Locale.ROOT, "%s by %.3g of its size", where, excess)));
    } finally {
      free(scaled, scaledPoint, scaledState);
      Tensors.free(scaledPoint);
      scaledState.tensors().values().forEach(Tensors::free);
    }
  }

  private static String inWords(double factor, String what) {
    return String.format(
        Locale.ROOT,
        "the step is not homogeneous of degree one: with point and memory times %.3g it leads, up"
            + " to that factor, to another result; changed is %s",
        factor,
        what);
  }

  private static double gate(DataType type) {
    return type == DataType.DOUBLE ? DOUBLE_GATE : FLOAT_GATE;
  }

  /** ‖scaled − c·plain‖ as a share of c·max(‖plain‖, ‖before‖); NaN is no agreement. */
  private static double excess(INDArray before, INDArray plain, INDArray scaled, double factor) {
    INDArray difference = plain.mul(factor);
    try {
      difference.subi(scaled);
      double length = length(difference);
      double unit = Math.max(length(plain), before == null ? 0 : length(before));
      return length == 0 ? 0 : length / (factor * unit);
    } finally {
      Tensors.free(difference);
    }
  }

  private static double length(INDArray tensor) {
    return tensor.norm2Number().doubleValue();
  }

  /** Frees what a step made: all of it that it was not given. */
  private static void free(StepResult result, INDArray point, State state) {
    List<INDArray> made = new ArrayList<>(result.state().tensors().values());
    made.add(result.point());
    for (INDArray array : made) {
      if (array != point && state.tensors().values().stream().noneMatch(kept -> kept == array)) {
        Tensors.free(array);
      }
    }
  }
}
