package org.escapement.spi.dynamics;

import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** z' = (A ⊗ I) z − (b ⊗ P) H_ξ (cᵀ ⊗ I) z. */
final class RecurrenceJacobian implements LinearizedJacobian {
  private final Recurrence recurrence;
  private final Curvature curvature;
  private final Batch batch;
  private final long length;
  private final INDArray observed;
  private final INDArray force;
  private final INDArray scratch;

  RecurrenceJacobian(Recurrence recurrence, Curvature curvature, Batch batch, INDArray point) {
    this.recurrence = recurrence;
    this.curvature = curvature;
    this.batch = batch;
    this.length = point.length();
    this.observed = point.ulike();
    this.force = point.ulike();
    this.scratch = point.ulike();
  }

  @Override
  public long pointDimension() {
    return length;
  }

  @Override
  public long dimension() {
    return length * recurrence.order();
  }

  @Override
  public void apply(INDArray z, INDArray out) {
    combine(recurrence.output(), z, observed);
    curvature.hessianProduct(batch, observed, force);
    if (!recurrence.preconditioner().isIdentity()) {
      recurrence.preconditioner().apply(force, observed);
      force.assign(observed);
    }
    for (int row = 0; row < recurrence.order(); row++) {
      INDArray target = block(out, row);
      combine(recurrence.stateMatrix()[row], z, target);
      force.mul(recurrence.input()[row], scratch);
      target.subi(scratch);
    }
  }

  private void combine(double[] weights, INDArray z, INDArray target) {
    target.assign(0);
    for (int i = 0; i < weights.length; i++) {
      if (weights[i] != 0) {
        block(z, i).mul(weights[i], scratch);
        target.addi(scratch);
      }
    }
  }

  private INDArray block(INDArray z, int index) {
    return z.get(NDArrayIndex.interval(index * length, (index + 1) * length));
  }
}
