package org.escapement.plugin.lbfgs;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The pairs (s, y) of steps and gradient changes, newest last, and the inverse-Hessian
 * approximation that they define: the two-loop recursion (Nocedal &amp; Wright 2006, Algorithm 7.4)
 * with H₀ = γI, γ = sᵀy / yᵀy of the newest pair, or 1 without pairs. It is symmetric and positive,
 * since every pair kept has sᵀy &gt; 0.
 *
 * <p>In a {@link State} they are {@code step.I} and {@code change.I}, newest last; {@code skipped}
 * counts the pairs that were refused for want of positive curvature.
 */
record CurvaturePairs(List<Pair> pairs) implements Preconditioner {
  /** A pair whose sᵀy is smaller than this share of ‖s‖‖y‖ tells nothing about curvature. */
  private static final double LEAST_COSINE = 1e-8;

  private static final String STEP = "step.";
  private static final String CHANGE = "change.";
  private static final String SKIPPED = "skipped";

  record Pair(INDArray step, INDArray change, double product) {}

  /** A state without pairs. */
  static State none() {
    return State.empty().with(SKIPPED, 0);
  }

  /**
   * A state with a new pair among its own, the oldest dropped where there would be more than {@code
   * memory}; if the pair has not enough positive curvature, with one more skipped, and both arrays
   * are closed.
   *
   * @param step s, kept; the step's own
   * @param change y, kept; the step's own
   */
  static State take(State state, INDArray step, INDArray change, int memory) {
    if (usable(step, change)) {
      return of(state).with(step, change, memory).into(state);
    }
    step.close();
    change.close();
    return state.with(SKIPPED, state.scalar(SKIPPED) + 1);
  }

  /** A state without its pairs. */
  static State dropped(State state) {
    State result = state;
    for (int i = 0; state.tensors().containsKey(STEP + i); i++) {
      result = result.without(STEP + i).without(CHANGE + i);
    }
    return result;
  }

  /** The pairs that a state holds. */
  static CurvaturePairs of(State state) {
    List<Pair> pairs = new ArrayList<>();
    for (int i = 0; state.tensors().containsKey(STEP + i); i++) {
      INDArray step = state.tensor(STEP + i);
      INDArray change = state.tensor(CHANGE + i);
      pairs.add(new Pair(step, change, Vectors.dot(step, change)));
    }
    return new CurvaturePairs(pairs);
  }

  /**
   * These pairs and a new one, the oldest dropped where there would be more than {@code memory}.
   */
  CurvaturePairs with(INDArray step, INDArray change, int memory) {
    List<Pair> longer = new ArrayList<>(pairs);
    longer.add(new Pair(step, change, Vectors.dot(step, change)));
    return new CurvaturePairs(longer.subList(Math.max(0, longer.size() - memory), longer.size()));
  }

  /** Whether a pair has enough positive curvature to be kept. */
  static boolean usable(INDArray step, INDArray change) {
    double size = Math.sqrt(Vectors.dot(step, step) * Vectors.dot(change, change));
    return size > 0 && Vectors.dot(step, change) > LEAST_COSINE * size;
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
      weights[i] = Vectors.dot(pair.step(), out) / pair.product();
      Vectors.addScaled(-weights[i], pair.change(), out);
    }
    if (!pairs.isEmpty()) {
      Pair newest = pairs.get(pairs.size() - 1);
      out.muli(newest.product() / Vectors.dot(newest.change(), newest.change()));
    }
    for (int i = 0; i < pairs.size(); i++) {
      Pair pair = pairs.get(i);
      double correction = Vectors.dot(pair.change(), out) / pair.product();
      Vectors.addScaled(weights[i] - correction, pair.step(), out);
    }
  }
}
