package org.escapement.engine.compute;

import static org.escapement.engine.compute.Samples.require;
import static org.escapement.engine.compute.Samples.requireThrows;

import java.util.Arrays;
import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;

/** Products and sums, to within what rounding may do to them in any order. */
final class ProductRules {
  private static final double[] FACTORS = {1, 1, -1, 0.5, -2.25, 1e-3};

  private ProductRules() {}

  static List<Named> all() {
    return List.of(
        new Named("multiply", ProductRules::multiply),
        new Named(
            "multiply overwrites NaN where beta is zero, and keeps NaN of operands",
            ProductRules::nan),
        new Named("multiply twice gives the same bits", ProductRules::twice),
        new Named("rowDots", ProductRules::rowDots),
        new Named("rowDots with an operand for scratch", ProductRules::rowDotsOntoOperand),
        new Named("rowSums", ProductRules::rowSums),
        new Named("addColumnSums", ProductRules::addColumnSums),
        new Named("dot", ProductRules::dot),
        new Named("absoluteSum", ProductRules::absoluteSum),
        new Named("long sums keep their digits", ProductRules::longSums),
        new Named("removeComponents", ProductRules::removeComponents),
        new Named("products of other shapes are refused", ProductRules::refusals));
  }

  /** Sums with the bounds of their rounding errors: of n terms, (n + 4) units of Σ|terms|. */
  private static final class Sums {
    final double[][] values;
    final double[][] bounds;

    Sums(int rows, int columns) {
      values = new double[rows][columns];
      bounds = new double[rows][columns];
    }

    void add(int i, int j, double term) {
      values[i][j] += term;
      bounds[i][j] += Math.abs(term);
    }

    void expectOf(Sample out, int terms, double epsilon) {
      for (double[] row : bounds) {
        for (int j = 0; j < row.length; j++) {
          row[j] *= (terms + 4) * epsilon;
        }
      }
      out.expect(values, bounds);
    }
  }

  private static double factor(Samples samples) {
    return FACTORS[samples.random().nextInt(FACTORS.length)];
  }

  private static double at(Sample a, boolean transpose, int i, int j) {
    return transpose ? a.values()[j][i] : a.values()[i][j];
  }

  private static void multiply(Compute compute, Samples samples) {
    int m = samples.size();
    int n = samples.size();
    int k = samples.size();
    boolean transposeA = samples.random().nextBoolean();
    boolean transposeB = samples.random().nextBoolean();
    Sample a = samples.any(transposeA ? k : m, transposeA ? m : k);
    Sample b = samples.any(transposeB ? n : k, transposeB ? k : n);
    double alpha = factor(samples);
    double beta = samples.random().nextBoolean() ? 0 : factor(samples);
    Sample out = beta == 0 ? samples.unsetContiguous(m, n) : samples.contiguous(m, n);
    Sums sums = new Sums(m, n);
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        if (beta != 0) {
          sums.add(i, j, beta * out.values()[i][j]);
        }
        for (int l = 0; l < k; l++) {
          sums.add(i, j, alpha * at(a, transposeA, i, l) * at(b, transposeB, l, j));
        }
      }
    }
    compute.multiply(a.tensor(), transposeA, b.tensor(), transposeB, out.tensor(), alpha, beta);
    sums.expectOf(out, k + 1, samples.epsilon());
    samples.checkAll();
  }

  private static void nan(Compute compute, Samples samples) {
    int m = samples.size();
    int k = samples.size();
    Sample a = samples.any(m, k);
    Sample b = samples.any(k, samples.size());
    int row = samples.random().nextInt(m);
    a.values()[row][samples.random().nextInt(k)] = Double.NaN;
    a.set(a.values());
    Sample out = samples.unsetContiguous(m, b.columns());
    compute.multiply(a.tensor(), false, b.tensor(), false, out.tensor(), 1, 0);
    double[][] found = out.read();
    for (int i = 0; i < m; i++) {
      for (double entry : found[i]) {
        require(Double.isNaN(entry) == (i == row), "row " + i + " holds " + entry);
      }
    }
  }

  private static void twice(Compute compute, Samples samples) {
    Sample a = samples.any(samples.size(), samples.size());
    Sample b = samples.any(a.columns(), samples.size());
    Sample out = samples.unsetContiguous(a.rows(), b.columns());
    compute.multiply(a.tensor(), false, b.tensor(), false, out.tensor(), 1, 0);
    double[][] first = out.read();
    double dot = compute.dot(out.tensor(), out.tensor());
    compute.multiply(a.tensor(), false, b.tensor(), false, out.tensor(), 1, 0);
    Samples.requireSameBits(first, out.read());
    require(dot == compute.dot(out.tensor(), out.tensor()), "another dot product");
  }

  private static Sums dots(Sample a, Sample b) {
    Sums sums = new Sums(a.rows(), 1);
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        sums.add(i, 0, a.values()[i][j] * b.values()[i][j]);
      }
    }
    return sums;
  }

  private static void rowDots(Compute compute, Samples samples) {
    Sample a = samples.any(samples.size(), samples.size());
    Sample b = samples.random().nextInt(4) == 0 ? a : samples.any(a.rows(), a.columns());
    Sample scratch = samples.unsetContiguous(a.rows(), a.columns());
    Sample out = samples.unsetContiguous(a.rows(), 1);
    compute.rowDots(a.tensor(), b.tensor(), scratch.tensor(), out.tensor());
    scratch.lose();
    dots(a, b).expectOf(out, a.columns(), samples.epsilon());
    samples.checkAll();
  }

  private static void rowDotsOntoOperand(Compute compute, Samples samples) {
    Sample a = samples.contiguous(samples.size(), samples.size());
    Sample b = samples.contiguous(a.rows(), a.columns());
    Sample scratch = samples.random().nextBoolean() ? a : b;
    Sample out = samples.unsetContiguous(a.rows(), 1);
    compute.rowDots(a.tensor(), b.tensor(), scratch.tensor(), out.tensor());
    scratch.lose();
    dots(a, b).expectOf(out, a.columns(), samples.epsilon());
    samples.checkAll();
  }

  private static void rowSums(Compute compute, Samples samples) {
    Sample a = samples.any(samples.size(), samples.size());
    double beta = samples.random().nextInt(2);
    Sample out = beta == 0 ? samples.unsetContiguous(a.rows(), 1) : samples.contiguous(a.rows(), 1);
    Sums sums = new Sums(a.rows(), 1);
    for (int i = 0; i < a.rows(); i++) {
      if (beta == 1) {
        sums.add(i, 0, out.values()[i][0]);
      }
      for (int j = 0; j < a.columns(); j++) {
        sums.add(i, 0, a.values()[i][j]);
      }
    }
    compute.rowSums(a.tensor(), out.tensor(), beta);
    sums.expectOf(out, a.columns() + 1, samples.epsilon());
    samples.checkAll();
  }

  private static void addColumnSums(Compute compute, Samples samples) {
    Sample a = samples.any(samples.size(), samples.size());
    Sample out = samples.any(1, a.columns());
    double factor = factor(samples);
    Sums sums = new Sums(1, a.columns());
    for (int j = 0; j < a.columns(); j++) {
      sums.add(0, j, out.values()[0][j]);
      for (int i = 0; i < a.rows(); i++) {
        sums.add(0, j, factor * a.values()[i][j]);
      }
    }
    compute.addColumnSums(factor, a.tensor(), out.tensor());
    sums.expectOf(out, a.rows() + 1, samples.epsilon());
    samples.checkAll();
  }

  private static void dot(Compute compute, Samples samples) {
    Sample a = samples.contiguous(samples.size(), samples.size());
    Sample b = samples.random().nextInt(4) == 0 ? a : samples.contiguous(a.rows(), a.columns());
    double sum = 0;
    double magnitude = 0;
    for (int i = 0; i < a.rows(); i++) {
      for (int j = 0; j < a.columns(); j++) {
        sum += a.values()[i][j] * b.values()[i][j];
        magnitude += Math.abs(a.values()[i][j] * b.values()[i][j]);
      }
    }
    int terms = a.rows() * a.columns();
    near(compute.dot(a.tensor(), b.tensor()), sum, (terms + 4) * samples.epsilon() * magnitude);
    samples.checkAll();
    a.values()[a.rows() - 1][a.columns() - 1] = Double.NaN;
    a.set(a.values());
    require(Double.isNaN(compute.dot(a.tensor(), b.tensor())), "a NaN is lost");
  }

  private static void near(double found, double expected, double bound) {
    require(
        Math.abs(found - expected) <= bound,
        "is " + found + ", not " + expected + " to within " + bound);
  }

  private static void absoluteSum(Compute compute, Samples samples) {
    Sample a = samples.contiguous(samples.size(), samples.size());
    double sum = 0;
    for (double[] row : a.values()) {
      for (double entry : row) {
        sum += Math.abs(entry);
      }
    }
    int terms = a.rows() * a.columns();
    near(compute.absoluteSum(a.tensor()), sum, (terms + 4) * samples.epsilon() * sum);
    samples.checkAll();
    for (double broken : new double[] {Double.NaN, Double.NEGATIVE_INFINITY}) {
      int row = samples.random().nextInt(a.rows());
      a.values()[row][samples.random().nextInt(a.columns())] = broken;
      a.set(a.values());
      require(!Double.isFinite(compute.absoluteSum(a.tensor())), broken + " is lost");
    }
  }

  /** One running float would be off by twice the bound of the dot product and more. */
  private static void longSums(Compute compute, Samples samples) {
    int length = 1 << 20;
    Tensor ones = samples.closing(compute.zeros(samples.type(), 1, length));
    double third = samples.rounded(1.0 / 3);
    compute.fill(ones, third);
    double share = length / 32 * samples.epsilon(); // 32 sums of as many terms
    double square = length * third * third;
    near(compute.dot(ones, ones), square, share * square);
    near(compute.absoluteSum(ones), length * third, share * length * third);
  }

  private static void removeComponents(Compute compute, Samples samples) {
    int length = samples.size() * samples.size(9);
    int count = samples.random().nextInt(6);
    Sample[] vectors = new Sample[count];
    Sample[] duals = new Sample[count];
    for (int i = 0; i < count; i++) {
      vectors[i] = samples.contiguous(1, length);
      duals[i] = samples.random().nextBoolean() ? vectors[i] : samples.contiguous(1, length);
    }
    Sample w = samples.contiguous(1, length);
    double[] rest = w.values()[0].clone();
    double[] expected = new double[count];
    double size = 1;
    for (int i = 0; i < count; i++) {
      double coefficient = 0;
      for (int j = 0; j < length; j++) {
        coefficient += duals[i].values()[0][j] * rest[j];
      }
      for (int j = 0; j < length; j++) {
        rest[j] -= coefficient * vectors[i].values()[0][j];
      }
      expected[i] = 5 + coefficient;
      size *= 1 + length; // errors may grow by as much in each step
    }
    double[] coefficients = new double[count];
    Arrays.fill(coefficients, 5);
    boolean wanted = samples.random().nextBoolean();
    compute.removeComponents(
        tensors(duals), tensors(vectors), w.tensor(), wanted ? coefficients : null);
    double bound = 4 * (length + 4) * samples.epsilon() * size;
    double[] bounds = new double[length];
    Arrays.fill(bounds, bound);
    w.expect(new double[][] {rest}, new double[][] {bounds});
    for (int i = 0; wanted && i < count; i++) {
      near(coefficients[i], expected[i], bound * (1 + length));
    }
    samples.checkAll();
  }

  private static Tensor[] tensors(Sample[] samples) {
    return Arrays.stream(samples).map(Sample::tensor).toArray(Tensor[]::new);
  }

  private static void refusals(Compute compute, Samples samples) {
    Tensor a = samples.contiguous(3, 5).tensor();
    Tensor b = samples.contiguous(5, 3).tensor();
    Tensor square = samples.contiguous(3, 3).tensor();
    Tensor column = samples.contiguous(3, 1).tensor();
    Class<IllegalArgumentException> refused = IllegalArgumentException.class;
    requireThrows(refused, () -> compute.multiply(a, false, b, false, a, 1, 0));
    requireThrows(refused, () -> compute.multiply(a, false, a, false, square, 1, 0));
    requireThrows(refused, () -> compute.multiply(a, true, b, false, square, 1, 0));
    requireThrows(refused, () -> compute.rowDots(a, b, a, column));
    requireThrows(refused, () -> compute.rowDots(a, a, a, b.columns(0, 1)));
    requireThrows(refused, () -> compute.rowSums(a, b.columns(0, 1), 0));
    requireThrows(refused, () -> compute.addColumnSums(1, a, b.rows(0, 1)));
    requireThrows(refused, () -> compute.dot(a, b));
    samples.checkAll();
  }
}
