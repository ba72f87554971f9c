package org.escapement.plugin.lbfgs;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The pairs (s, y) of steps and gradient changes, newest last, and the inverse-Hessian
 * approximation that they define: the two-loop recursion (Nocedal &amp; Wright 2006, Algorithm 7.4)
 * with H₀ = γI, γ = sᵀy / yᵀy of the newest pair, or 1 without pairs. It is symmetric and positive,
 * since every pair kept has sᵀy &gt; 0.
 */
record CurvaturePairs(List<Pair> pairs) implements Preconditioner {
  /** A pair whose sᵀy is smaller than this share of ‖s‖‖y‖ tells nothing about curvature. */
  private static final double LEAST_COSINE = 1e-8;

  private static final String STEP = "step.";
  private static final String CHANGE = "change.";

  record Pair(INDArray step, INDArray change, double product) {}

  /** The pairs that a state holds. */
  static CurvaturePairs of(State state) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; state.tensors().containsKey(STEP + i); i++) {
      INDArray step = state.tensor(STEP + i);
      INDArray change = state.tensor(CHANGE + i);
      pairs.add(new Pair(step, change, dot(step, change)));
    }
    return new CurvaturePairs(pairs);
  }

  /**
   * These pairs and a new one, the oldest dropped where there would be more than {@code memory}.
   */
  CurvaturePairs with(INDArray step, INDArray change, int memory) {
    List<Pair> longer = new ArrayList<>(pairs);
    longer.add(new Pair(step, change, dot(step, change)));
    return new CurvaturePairs(longer.subList(Math.max(0, longer.size() - memory), longer.size()));
  }

  /** Whether a pair has enough positive curvature to be kept. */
  static boolean usable(INDArray step, INDArray change) {
    double size = Math.sqrt(dot(step, step) * dot(change, change));
    return size > 0 && dot(step, change) > LEAST_COSINE * size;
  }

  /** A state with these pairs in place of those that it holds. */
  State into(State state) {
    State result = state;
    for (int i = 0; i < pairs.size(); i++) {
      result = result.with(STEP + i, pairs.get(i).step()).with(CHANGE + i, pairs.get(i).change());
    }
    return result;
  }

  @Override
  public Pace pace() {
    return Pace.FAST;
  }

  @Override
  public boolean isIdentity() {
    return pairs.isEmpty();
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    out.assign(v);
    double[] weights = new double[pairs.size()];
    for (int i = pairs.size() - 1; i >= 0; i--) {
      Pair pair = pairs.get(i);
      weights[i] = dot(pair.step(), out) / pair.product();
      axpy(-weights[i], pair.change(), out);
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.get(pairs.size() - 1);
      out.muli(newest.product() / dot(newest.change(), newest.change()));
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      double correction = dot(pair.change(), out) / pair.product();
      axpy(weights[i] - correction, pair.step(), out);
    }
  }

  private static double dot(INDArray a, INDArray b) {
    return Nd4j.getBlasWrapper().dot(a, b);
  }

  private static void axpy(double alpha, INDArray x, INDArray y) {
    Nd4j.getBlasWrapper().axpy(alpha, x, y);
  }
}
