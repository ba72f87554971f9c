package org.escapement.engine.network;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/**
 * f_i = −Σ_j y_j ln p_j with p = softmax(F_i) and Σ_j y_j = 1; δ = p − y and ∇²f_i = diag p − p pᵀ
 * = L Lᵀ with L = diag √p (I − √p √pᵀ).
 *
 * <p>At a well fitted example p is one for one class, all but for rounding, and a loss, a
 * derivative or a product would be a difference of nearly equal numbers. So losses and
 * probabilities are computed in double; and products are those of F less its entry of that class,
 * since ∇²f_i 1 = 0.
 */
final class SoftmaxCrossEntropy implements LossFunction {
  private final Compute compute;

  // p of the last delta, and what the products with its second derivative need
  private Tensor probabilities;
  private Tensor roots;
  private Tensor likeliest; // one where p is greatest, zero elsewhere
  private Tensor scratch;
  private Tensor factor;

  SoftmaxCrossEntropy(Compute compute) {
    this.compute = compute;
  }

  @Override
  public double delta(Tensor outputs, Tensor targets, Tensor delta) {
    allocate(outputs);
    return compute.softmaxCrossEntropy(outputs, targets, delta, probabilities, roots, likeliest);
  }

  private void allocate(Tensor outputs) {
    if (probabilities == null) {
      probabilities = buffer(outputs, outputs.columns());
      roots = buffer(outputs, outputs.columns());
      likeliest = buffer(outputs, outputs.columns());
      scratch = buffer(outputs, outputs.columns());
      factor = buffer(outputs, 1);
    }
  }

  private Tensor buffer(Tensor outputs, long columns) {
    return compute.zeros(outputs.type(), outputs.rows(), columns);
  }

  @Override
  public void deltaTangent(Tensor rows) {
    subtractMean(rows);
    compute.multiplyEntries(rows, probabilities, rows);
  }

  /** Subtracts Σ p_j r_j from every entry of a row r. */
  private void subtractMean(Tensor rows) {
    compute.rowDots(likeliest, rows, scratch, factor);
    compute.addColumn(rows, -1, factor, rows);
    compute.rowDots(probabilities, rows, scratch, factor);
    compute.addColumn(rows, -1, factor, rows);
  }

  @Override
  public void root(Tensor rows) {
    compute.rowDots(roots, rows, scratch, factor);
    compute.scaleRows(roots, factor, scratch);
    compute.add(rows, -1, scratch, rows);
    compute.multiplyEntries(rows, roots, rows);
  }

  @Override
  public void rootTranspose(Tensor rows) {
    subtractMean(rows);
    compute.multiplyEntries(rows, roots, rows);
  }

  @Override
  public void close() {
    Tensor.close(probabilities, roots, likeliest, scratch, factor);
  }
}
