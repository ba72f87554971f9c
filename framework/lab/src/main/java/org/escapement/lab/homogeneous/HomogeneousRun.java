package org.escapement.lab.homogeneous;

import java.util.ArrayList;
import java.util.List;
import org.escapement.engine.tensor.Tensors;
import org.escapement.lab.training.BatchSampler;
import org.escapement.lab.training.Trajectory;
import org.escapement.spi.optimizer.Optimizer;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * A run on the quadratic part, whose point and memory are scaled together so that the point's
 * length stays near 1. They are scaled by powers of two, which rounds nothing.
 */
final class HomogeneousRun implements AutoCloseable {
  /** The length beyond which, and below whose reciprocal, the run is scaled. */
  private static final double LONG = 16;

  /** What products of four lengths may still hold: pairs compare sᵀy with ‖s‖‖y‖. */
  private static final double MOST_IN_DOUBLE = 1e75;

  /** What products of two may: sums of squares are taken in the type itself. */
  private static final double MOST_IN_FLOAT = 1e18;

  private final Trajectory trajectory;
  private double length;
  private double logarithm; // of all that the point grew by
  private int stepsAtZero;
  private boolean overflows;

  HomogeneousRun(Optimizer optimizer, QuadraticPart part, INDArray start, BatchSampler batches) {
    this.trajectory = Trajectory.onArrays(optimizer, part, start, batches);
    this.length = Tensors.norm(start);
  }

  INDArray point() {
    return trajectory.point();
  }

  State state() {
    return trajectory.state();
  }

  long steps() {
    return trajectory.iteration();
  }

  /** The mean of ln‖x'‖ − ln‖x‖ over all steps. */
  double meanGrowth() {
    return logarithm / steps();
  }

  /** For how many steps the point has been exactly zero; memory may still move it. */
  int stepsAtZero() {
    return stepsAtZero;
  }

  /** One step; returns ln of what the point's length grew by, NaN if it is no longer finite. */
  double step() {
    trajectory.propose();
    trajectory.accept();
    double next = Tensors.norm(trajectory.point());
    if (!Double.isFinite(next)) {
      return Double.NaN;
    }
    if (next == 0) { // to be made up for by the first step that leaves zero again
      stepsAtZero++;
      return 0;
    }
    stepsAtZero = 0;
    double growth = Math.log(next / length);
    logarithm += growth;
    length = next;
    if (length > LONG || length < 1 / LONG) {
      scale(Math.scalb(1.0, -Math.getExponent(length)));
    }
    return growth;
  }

  /** Whether the memory became so much longer than the point that products of it overflow. */
  boolean overflows() {
    return overflows;
  }

  /** Whether the point has become as much shorter as the memory may be longer, to its root. */
  boolean shrank() {
    return logarithm < -Math.log(most()) / 2;
  }

  private void scale(double factor) {
    List<INDArray> scaled = new ArrayList<>();
    scaleOnce(trajectory.point(), factor, scaled);
    for (INDArray tensor : trajectory.state().tensors().values()) {
      scaleOnce(tensor, factor, scaled);
      overflows |= !(tensor.amaxNumber().doubleValue() <= most());
    }
    length *= factor;
  }

  private double most() {
    return point().dataType() == DataType.DOUBLE ? MOST_IN_DOUBLE : MOST_IN_FLOAT;
  }

  /** A state may hold one array under two names. */
  private static void scaleOnce(INDArray array, double factor, List<INDArray> scaled) {
    if (scaled.stream().noneMatch(done -> done == array)) {
      array.muli(factor);
      scaled.add(array);
    }
  }

  @Override
  public void close() {
    trajectory.close();
  }
}
