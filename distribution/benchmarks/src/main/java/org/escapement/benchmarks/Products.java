package org.escapement.benchmarks;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The three products of a workload, ready to be called again and again. */
final class Products implements AutoCloseable {
  private final Objective objective;
  private final INDArray point;
  private final INDArray direction;
  private final Batch all;
  private final INDArray out;
  private final INDArray mean;
  private final Curvature curvature;

  Products(Workload workload) {
    objective = workload.objective();
    point = workload.point();
    direction = workload.direction();
    all = Batch.all(objective.examples());
    out = point.ulike();
    mean = point.ulike();
    curvature = objective.curvature(point);
  }

  /** ∇f. */
  INDArray gradient() {
    objective.gradient(point, all, out);
    return out;
  }

  /** Hv, the activations at the point being there from the call before. */
  INDArray hessianProduct() {
    curvature.hessianProduct(all, direction, out);
    return out;
  }

  /** Hv with all that a new point costs: buffers, activations, deltas. */
  INDArray hessianProductAtNewPoint() {
    try (Curvature fresh = objective.curvature(point)) {
      fresh.hessianProduct(all, direction, out);
    }
    return out;
  }

  /** Σv, the activations at the point being there from the call before. */
  INDArray covarianceProduct() {
    curvature.covarianceProduct(direction, mean, out);
    return out;
  }

  @Override
  public void close() {
    curvature.close();
  }
}
