package org.escapement.lab.homogeneous;

import java.util.Arrays;
import org.escapement.spi.optimizer.BatchObjective;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.escapement.spi.optimizer.StepResult;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * L-BFGS with a fixed step, by the two-loop recursion on plain arrays; pairs stand one after the
 * other in two vectors, oldest first. Pairs without positive curvature are passed over.
 */
record TwoLoopRecursion(double rate, int memory) implements Optimizer {
  @Override
  public State init(INDArray x) {
    return State.empty();
  }

  @Override
  public StepResult step(INDArray x, State state, BatchObjective objective) {
    double[] point = x.toDoubleVector();
    double[] gradient = objective.gradient(x).toDoubleVector();
    double[][] steps = rows(state, "steps", point.length);
    double[][] changes = rows(state, "changes", point.length);
    if (state.tensors().containsKey("point")) {
      double[] step = difference(point, state.tensor("point").toDoubleVector());
      double[] change = difference(gradient, state.tensor("gradient").toDoubleVector());
      if (dot(step, change) > 0) {
        steps = appended(steps, step);
        changes = appended(changes, change);
      }
    }
    double[] next = gradient.clone();
    double[] weights = new double[steps.length];
    for (int i = steps.length - 1; i >= 0; i--) {
      weights[i] = dot(steps[i], next) / dot(steps[i], changes[i]);
      add(-weights[i], changes[i], next);
    }
    if (steps.length > 0) {
      double[] y = changes[steps.length - 1];
      double scale = dot(steps[steps.length - 1], y) / dot(y, y);
      for (int j = 0; j < next.length; j++) {
        next[j] *= scale;
      }
    }
    for (int i = 0; i < steps.length; i++) {
      add(weights[i] - dot(changes[i], next) / dot(steps[i], changes[i]), steps[i], next);
    }
    for (int j = 0; j < next.length; j++) {
      next[j] = point[j] - rate * next[j];
    }
    State remembered = state.with("point", x).with("gradient", vector(x, gradient));
    if (steps.length > 0) {
      remembered = remembered.with("steps", vector(x, steps)).with("changes", vector(x, changes));
    }
    return new StepResult(vector(x, next), remembered);
  }

  private static INDArray vector(INDArray like, double[]... parts) {
    double[] values = Arrays.stream(parts).flatMapToDouble(Arrays::stream).toArray();
    return Nd4j.createFromArray(values).castTo(like.dataType());
  }

  private static double[][] rows(State state, String name, int length) {
    if (!state.tensors().containsKey(name)) {
      return new double[0][];
    }
    double[] values = state.tensor(name).toDoubleVector();
    double[][] rows = new double[values.length / length][];
    Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * length, (i + 1) * length));
    return rows;
  }

  private double[][] appended(double[][] rows, double[] row) {
    int kept = Math.min(rows.length, memory - 1);
    double[][] longer = new double[kept + 1][];
    System.arraycopy(rows, rows.length - kept, longer, 0, kept);
    longer[kept] = row;
    return longer;
  }

  private static double[] difference(double[] a, double[] b) {
    double[] difference = a.clone();
    add(-1, b, difference);
    return difference;
  }

  private static void add(double factor, double[] x, double[] y) {
    for (int j = 0; j < y.length; j++) {
      y[j] += factor * x[j];
    }
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int j = 0; j < a.length; j++) {
      sum += a[j] * b[j];
    }
    return sum;
  }
}
