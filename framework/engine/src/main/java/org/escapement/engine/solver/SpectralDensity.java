package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.random.RandomGenerator;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The density of a symmetric operator's eigenvalues by stochastic Lanczos quadrature (Ubaru, Chen
 * &amp; Saad 2017; Ghorbani, Krishnan &amp; Xiao 2019), with full re-orthogonalisation, so that no
 * eigenvalue shows up twice.
 *
 * <p>Each probe v, Gaussian, gives a Gauss quadrature of its own spectral measure: m steps of
 * Lanczos from v make nodes θ (the Ritz values) and weights (squared first entries of the Ritz
 * vectors) that integrate polynomials of degree up to 2m − 1 exactly. The mean over probes
 * estimates n⁻¹ Σ f(λ) without bias for such f. Standard errors are those of this mean, from the
 * scatter between probes; what a smooth density lacks because of too few steps or too wide a kernel
 * is not in them.
 *
 * @param probes one quadrature a probe; empty if the operator was not finite, or the budget too
 *     small for one
 * @param products operator products spent
 * @param status why it stopped
 */
public record SpectralDensity(List<Quadrature> probes, int products, Status status) {
  /** Half-widths of the kernel that a grid reaches beyond the outermost nodes. */
  private static final double MARGIN = 4;

  /** Why an estimate ended. */
  public enum Status {
    /** All probes did their steps, or fewer where these spanned an invariant space. */
    COMPLETE("complete"),
    /** The budget of operator products has no room for another probe; those before it count. */
    PRODUCT_BUDGET("product budget spent"),
    /** The time was over before another probe; those before it count. */
    TIME_BUDGET("time budget spent"),
    /** The operator returned NaN or an infinity. */
    NON_FINITE("not finite");

    private final String text;

    Status(String text) {
      this.text = text;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * Nodes, in falling order, and their weights, which sum to one.
   *
   * @param nodes not to be written
   * @param weights not to be written
   */
  public record Quadrature(double[] nodes, double[] weights) {
    /** Σ w f(θ). */
    public double integral(DoubleUnaryOperator f) {
      double sum = 0;
      for (int i = 0; i < nodes.length; i++) {
        sum += weights[i] * f.applyAsDouble(nodes[i]);
      }
      return sum;
    }
  }

  /**
   * A mean over the probes.
   *
   * @param standardError of the mean; NaN with a single probe
   */
  public record Mean(double value, double standardError) {}

  /**
   * A density on a grid.
   *
   * @param points where, rising
   * @param values the density there
   * @param standardErrors of the values
   */
  public record Curve(double[] points, double[] values, double[] standardErrors) {}

  /**
   * Estimates the density.
   *
   * @param operator A, symmetric
   * @param type the type of its vectors
   * @param probes random vectors, at least one; two or more for standard errors
   * @param steps Lanczos steps a probe, at least one; as many vectors are held in memory. The
   *     products are at most probes × steps
   * @param random the probes' source
   */
  public static SpectralDensity of(
      LinearOperator operator, DataType type, int probes, int steps, RandomGenerator random) {
    return of(operator, type, probes, steps, Tolerance.relative(0, Integer.MAX_VALUE), random);
  }

  /**
   * The same within limits: a probe is begun if all its products are allowed and the time is not
   * over.
   *
   * @param limits products and time; nothing else of it counts
   */
  public static SpectralDensity of(
      LinearOperator operator,
      DataType type,
      int probes,
      int steps,
      Tolerance limits,
      RandomGenerator random) {
    if (probes < 1) {
      throw new IllegalArgumentException("probes = " + probes + ", must be at least 1");
    }
    if (steps < 1) {
      throw new IllegalArgumentException("steps = " + steps + ", must be at least 1");
    }
    Budget budget = new Budget(limits);
    int needed = (int) Math.min(steps, operator.dimension());
    List<Quadrature> quadratures = new ArrayList<>();
    for (int probe = 0; probe < probes; probe++) {
      EigenStatus spent = budget.spent(needed);
      if (spent != null) {
        return new SpectralDensity(
            List.copyOf(quadratures),
            budget.products(),
            spent == EigenStatus.TIME_BUDGET ? Status.TIME_BUDGET : Status.PRODUCT_BUDGET);
      }
      Quadrature quadrature = quadrature(TensorOperator.of(operator), type, steps, random, budget);
      if (quadrature == null) {
        return new SpectralDensity(List.of(), budget.products(), Status.NON_FINITE);
      }
      quadratures.add(quadrature);
    }
    return new SpectralDensity(List.copyOf(quadratures), budget.products(), Status.COMPLETE);
  }

  /** One probe's quadrature; null if something is not finite. */
  private static Quadrature quadrature(
      TensorOperator operator, DataType type, int steps, RandomGenerator random, Budget budget) {
    int capacity = Math.toIntExact(Math.min(steps, operator.dimension()));
    KrylovBasis.Direction next = null;
    try (KrylovBasis basis = new KrylovBasis(operator, type, capacity, budget)) {
      next =
          basis.direction(
              RandomVectors.gaussian(operator.compute(), type, operator.dimension(), random));
      while (!basis.isFull() && next.length() > basis.breakdown()) {
        next = basis.extend(next);
        if (!next.isFinite()) {
          return null;
        }
      }
      Ritz ritz = basis.ritz(0);
      double[] weights = new double[ritz.size()];
      double sum = 0;
      for (int i = 0; i < weights.length; i++) {
        weights[i] = ritz.vectors()[i][0] * ritz.vectors()[i][0];
        sum += weights[i];
      }
      for (int i = 0; i < weights.length; i++) {
        weights[i] /= sum; // one up to rounding
      }
      return new Quadrature(ritz.values(), weights);
    } finally {
      if (next != null) {
        next.close();
      }
    }
  }

  /** The nodes of all probes, rising. */
  public double[] nodes() {
    return pooled().stream().mapToDouble(pair -> pair[0]).toArray();
  }

  /** The weights of {@link #nodes}, each divided by the number of probes; they sum to one. */
  public double[] weights() {
    return pooled().stream().mapToDouble(pair -> pair[1]).toArray();
  }

  private List<double[]> pooled() {
    List<double[]> pairs = new ArrayList<>();
    for (Quadrature probe : probes) {
      for (int i = 0; i < probe.nodes.length; i++) {
        pairs.add(new double[] {probe.nodes[i], probe.weights[i] / probes.size()});
      }
    }
    pairs.sort((a, b) -> Double.compare(a[0], b[0]));
    return pairs;
  }

  /** The mean of f over the eigenvalues, n⁻¹ Σ f(λ); NaN without probes. */
  public Mean mean(DoubleUnaryOperator f) {
    double[] values = probes.stream().mapToDouble(probe -> probe.integral(f)).toArray();
    double mean = Arrays.stream(values).average().orElse(Double.NaN);
    double squares = Arrays.stream(values).map(value -> (value - mean) * (value - mean)).sum();
    return new Mean(mean, Math.sqrt(squares / (values.length - 1) / values.length));
  }

  /** The mean of the eigenvalues' powers, n⁻¹ Σ λᵖ. */
  public Mean moment(int power) {
    return mean(node -> Math.pow(node, power));
  }

  /**
   * The density convolved with a Gaussian.
   *
   * @param width the Gaussian's standard deviation, positive
   * @param points where to evaluate
   */
  public Curve smoothed(double width, double... points) {
    if (!(width > 0)) {
      throw new IllegalArgumentException("width = " + width + ", must be positive");
    }
    double[] values = new double[points.length];
    double[] errors = new double[points.length];
    for (int i = 0; i < points.length; i++) {
      double point = points[i];
      Mean mean = mean(node -> gaussian((point - node) / width) / width);
      values[i] = mean.value;
      errors[i] = mean.standardError;
    }
    return new Curve(points.clone(), values, errors);
  }

  /**
   * The smoothed density on an even grid that holds all of it but 10⁻⁴.
   *
   * @param count points, at least two
   */
  public Curve smoothed(double width, int count) {
    if (count < 2) {
      throw new IllegalArgumentException("count = " + count + ", must be at least 2");
    }
    double[] nodes = nodes();
    if (nodes.length == 0) {
      throw new IllegalStateException("no density: " + status);
    }
    double low = nodes[0] - MARGIN * width;
    double high = nodes[nodes.length - 1] + MARGIN * width;
    double[] points = new double[count];
    for (int i = 0; i < count; i++) {
      points[i] = low + (high - low) * i / (count - 1);
    }
    return smoothed(width, points);
  }

  private static double gaussian(double x) {
    return Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
  }
}
