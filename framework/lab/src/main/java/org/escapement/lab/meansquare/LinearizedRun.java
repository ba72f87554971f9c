package org.escapement.lab.meansquare;

import java.util.random.RandomGenerator;
import org.bytedeco.openblas.global.openblas;
import org.escapement.spi.linearization.Recurrence;

/** The linearized dynamics z' = (A⊗I)z − (b⊗I)H_ξ(cᵀ⊗I)z in H's eigenbasis, from z = 0 on. */
final class LinearizedRun implements AutoCloseable {
  private final ReducedCurvature curvature;
  private final int order;
  private final NativeMatrix stateMatrix;
  private final NativeMatrix input;
  private final NativeMatrix output;
  private final NativeMatrix observed;
  private final NativeMatrix images;
  private final NativeMatrix gradient;
  private NativeMatrix state;
  private NativeMatrix next;

  LinearizedRun(ReducedCurvature curvature, Recurrence recurrence) {
    int r = curvature.modes();
    this.curvature = curvature;
    this.order = recurrence.order();
    this.stateMatrix = NativeMatrix.zeros(order, order);
    this.input = NativeMatrix.zeros(1, order);
    this.output = NativeMatrix.zeros(1, order);
    for (int i = 0; i < order; i++) {
      input.put(0, i, recurrence.input()[i]);
      output.put(0, i, recurrence.output()[i]);
      for (int j = 0; j < order; j++) {
        stateMatrix.put(i, j, recurrence.stateMatrix()[i][j]);
      }
    }
    this.observed = NativeMatrix.zeros(1, r);
    this.images = NativeMatrix.zeros(1, curvature.outputs());
    this.gradient = NativeMatrix.zeros(1, r);
    this.next = NativeMatrix.zeros(order, r);
    this.state = NativeMatrix.zeros(order, r);
  }

  /** Starts from any z of length one, memory included. */
  void startAnywhere(RandomGenerator random) {
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < curvature.modes(); j++) {
        state.put(i, j, random.nextGaussian());
      }
    }
    normalise();
  }

  /**
   * Starts from a point.
   *
   * @param point in H's eigenbasis
   * @param memory z of a single coordinate whose point is 1
   */
  void start(double[] point, double[] memory) {
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < curvature.modes(); j++) {
        state.put(i, j, memory[i] * point[j]);
      }
    }
  }

  /** One step on a batch. */
  void step(int[] batch) {
    int r = curvature.modes();
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        order,
        r,
        1,
        state.at(0, 0),
        r,
        output.at(0, 0),
        1,
        0,
        observed.at(0, 0),
        1);
    openblas.cblas_dscal(r, 0, gradient.at(0, 0), 1);
    for (int example : batch) {
      addGradient(example, 1.0 / batch.length);
    }
    openblas.cblas_dgemm(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        openblas.CblasNoTrans,
        order,
        r,
        order,
        1,
        stateMatrix.at(0, 0),
        order,
        state.at(0, 0),
        r,
        0,
        next.at(0, 0),
        r);
    openblas.cblas_dger(
        openblas.CblasRowMajor,
        order,
        r,
        -1,
        input.at(0, 0),
        1,
        gradient.at(0, 0),
        1,
        next.at(0, 0),
        r);
    NativeMatrix before = state;
    state = next;
    next = before;
  }

  /** How far the point is from the minimum, its part without curvature left out. */
  double distance() {
    return openblas.cblas_dnrm2(curvature.modes(), state.at(0, 0), 1);
  }

  /** Adds H_i to the gradient at the observed point. */
  private void addGradient(int example, double weight) {
    int r = curvature.modes();
    int k = curvature.outputs();
    long row = (long) example * k;
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        openblas.CblasNoTrans,
        k,
        r,
        1,
        curvature.factors().at(row, 0),
        r,
        observed.at(0, 0),
        1,
        0,
        images.at(0, 0),
        1);
    openblas.cblas_dgemv(
        openblas.CblasRowMajor,
        openblas.CblasTrans,
        k,
        r,
        weight,
        curvature.factors().at(row, 0),
        r,
        images.at(0, 0),
        1,
        1,
        gradient.at(0, 0),
        1);
  }

  /** Scales z to length one; returns what its length was. */
  double normalise() {
    int length = order * curvature.modes();
    double norm = openblas.cblas_dnrm2(length, state.at(0, 0), 1);
    openblas.cblas_dscal(length, 1 / norm, state.at(0, 0), 1);
    return norm;
  }

  @Override
  public void close() {
    stateMatrix.close();
    input.close();
    output.close();
    observed.close();
    images.close();
    gradient.close();
    state.close();
    next.close();
  }
}
