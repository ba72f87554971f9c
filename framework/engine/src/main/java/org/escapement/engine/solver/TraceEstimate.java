package org.escapement.engine.solver;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;
import org.escapement.engine.operator.TensorOperator;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.linearization.LinearOperator;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * The trace of a symmetric operator by Hutch++ (Meyer, Musco, Musco &amp; Woodruff 2021, algorithm
 * 1): exactly on the range Q of A times a third as many random vectors as there are products, by
 * Hutchinson's estimator on the complement, tr A = tr QᵀAQ + tr (I − QQᵀ)A(I − QQᵀ). The estimate
 * is unbiased. All probes have entries ±1.
 *
 * <p>The interval comes from Student's t over the probes of the Hutchinson part: given Q these are
 * independent and equally distributed. It is exact for normal samples, and approximate as the
 * samples are quadratic forms; with few probes of an operator dominated by few eigenvalues beyond Q
 * the coverage is below the nominal one. An allowance for rounding in the sums is added; errors of
 * the operator itself are not known here.
 *
 * @param value the estimate; NaN if the operator was not finite
 * @param halfWidth half the length of the confidence interval around the value
 * @param confidence the interval's nominal coverage
 * @param products operator products spent
 * @param status how the value came about
 */
public record TraceEstimate(
    double value, double halfWidth, double confidence, int products, Status status) {
  /** Least products that give an interval: two probes. */
  private static final int LEAST_PRODUCTS = 2;

  /** Rounding units, relative to the sum of all terms in size, allowed for. */
  private static final double ROUNDING_UNITS = 10;

  /** A direction of the sketch shorter than this many rounding units of it is rounding noise. */
  private static final double DEPENDENT = 100;

  /** How a value came about. */
  public enum Status {
    /** Every diagonal entry was computed; the interval covers rounding only. */
    EXACT("exact"),
    /** A random estimate from the products allowed. */
    ESTIMATED("estimated"),
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
   * Estimates tr A.
   *
   * @param operator A, symmetric
   * @param type the type of its vectors
   * @param maxProducts the products to spend, at least two; from the dimension on the trace is
   *     computed from the unit vectors. A third as many vectors are held in memory
   * @param confidence the interval's coverage, between 0 and 1
   * @param random the probes' source
   */
  public static TraceEstimate of(
      LinearOperator operator,
      DataType type,
      int maxProducts,
      double confidence,
      RandomGenerator random) {
    if (maxProducts < LEAST_PRODUCTS && maxProducts < operator.dimension()) {
      throw new IllegalArgumentException(
          "maxProducts = " + maxProducts + ", must be at least " + LEAST_PRODUCTS);
    }
    if (!(confidence > 0 && confidence < 1)) {
      throw new IllegalArgumentException("confidence = " + confidence + ", must lie in (0, 1)");
    }
    Run run = new Run(operator, type, random);
    try {
      return maxProducts >= operator.dimension()
          ? run.exact(confidence)
          : run.estimate(maxProducts, confidence);
    } finally {
      run.close();
    }
  }

  /** The lower end of the interval. */
  public double lower() {
    return value - halfWidth;
  }

  /** The upper end of the interval. */
  public double upper() {
    return value + halfWidth;
  }

  private static final class Run implements AutoCloseable {
    private final Compute compute;
    private final TensorOperator operator;
    private final DataType type;
    private final RandomGenerator random;
    private final Tensor image;
    private final List<Tensor> range = new ArrayList<>();
    private int products;
    private boolean finite = true;

    Run(LinearOperator operator, DataType type, RandomGenerator random) {
      this.operator = TensorOperator.of(operator);
      this.compute = this.operator.compute();
      this.type = type;
      this.random = random;
      this.image = compute.zeros(type, 1, operator.dimension());
    }

    TraceEstimate exact(double confidence) {
      double sum = 0;
      double size = 0;
      double[] number = new double[1];
      Tensor unit = compute.zeros(type, 1, operator.dimension());
      for (long i = 0; i < operator.dimension(); i++) {
        compute.fill(unit.columns(i, i + 1), 1);
        apply(unit);
        compute.read(image.columns(i, i + 1), number);
        compute.fill(unit.columns(i, i + 1), 0);
        double entry = number[0];
        sum += entry;
        size += Math.abs(entry);
      }
      Tensor.close(unit);
      return result(sum, 0, size, confidence, Status.EXACT);
    }

    TraceEstimate estimate(int maxProducts, double confidence) {
      for (int i = 0; i < sketches(maxProducts); i++) {
        sketch();
      }
      double sum = 0;
      double size = 0;
      for (Tensor q : range) {
        apply(q);
        double term = compute.dot(q, image);
        sum += term;
        size += Math.abs(term);
      }
      // what linearly dependent sketches saved is spent on probes
      double[] samples = new double[maxProducts - products];
      double mean = 0;
      for (int i = 0; i < samples.length; i++) {
        Tensor probe = RandomVectors.signs(compute, type, operator.dimension(), random);
        project(probe);
        apply(probe);
        samples[i] = compute.dot(probe, image);
        Tensor.close(probe);
        mean += samples[i] / samples.length;
        size += Math.abs(samples[i]) / samples.length;
      }
      double squares = 0;
      for (double sample : samples) {
        squares += (sample - mean) * (sample - mean);
      }
      int degrees = samples.length - 1;
      double error = Math.sqrt(squares / degrees / samples.length);
      return result(
          sum + mean,
          StudentT.twoSided(degrees, confidence) * error,
          size,
          confidence,
          Status.ESTIMATED);
    }

    /** A third of the products, with at least two of the rest left over. */
    private static int sketches(int maxProducts) {
      return Math.min(maxProducts / 3, (maxProducts - LEAST_PRODUCTS) / 2);
    }

    /** Adds the direction of A s, s random, to the range, unless it lies in there already. */
    private void sketch() {
      Tensor signs = RandomVectors.signs(compute, type, operator.dimension(), random);
      apply(signs);
      Tensor.close(signs);
      Tensor direction = compute.zeros(type, 1, operator.dimension());
      compute.copy(image, direction);
      double before = norm(direction);
      project(direction);
      double length = norm(direction);
      if (length > DEPENDENT * Tensors.epsilon(type) * before) {
        compute.divide(direction, length, direction);
        project(direction); // dividing by a short length has magnified what was left over
        compute.divide(direction, norm(direction), direction);
        range.add(direction);
      } else {
        Tensor.close(direction);
      }
    }

    /** Removes the part inside the range; two passes suffice (Kahan). */
    private void project(Tensor vector) {
      Tensor[] vectors = range.toArray(Tensor[]::new);
      for (int pass = 0; pass < 2; pass++) {
        compute.removeComponents(vectors, vectors, vector, null);
      }
    }

    private double norm(Tensor vector) {
      return Math.sqrt(compute.dot(vector, vector));
    }

    private void apply(Tensor vector) {
      operator.apply(vector, image);
      products++;
      finite &= Double.isFinite(norm(image));
    }

    private TraceEstimate result(
        double sum, double width, double size, double confidence, Status status) {
      double halfWidth = width + ROUNDING_UNITS * Tensors.epsilon(type) * size;
      if (!finite || !Double.isFinite(sum) || !Double.isFinite(halfWidth)) {
        return new TraceEstimate(Double.NaN, Double.NaN, confidence, products, Status.NON_FINITE);
      }
      return new TraceEstimate(sum, halfWidth, confidence, products, status);
    }

    @Override
    public void close() {
      Tensor.close(image);
      range.forEach(vector -> vector.close());
    }
  }
}
