package org.escapement.lab.meansquare;

import java.util.ArrayList;
import java.util.List;
import org.escapement.spi.linearization.Recurrence;
import org.escapement.spi.optimizer.Sampling;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.EigenDecompositionSymmetric;
import org.hipparchus.linear.MatrixUtils;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The second-moment map written out: E_ξ[M_ξ ⊗ M_ξ] with M_ξ = A⊗I − bcᵀ⊗PH_ξ summed over all
 * batches ξ, on the range of PH. Shares nothing with what it checks.
 */
final class Enumeration {
  private final List<RealMatrix> curvatures = new ArrayList<>(); // PH_i on the range of PH

  Enumeration(Minimum minimum) {
    this(minimum, MatrixUtils.createRealIdentityMatrix(minimum.dimension()));
  }

  /** Of steps along PH_ξ, in the coordinates of the parameters and on the range of PH. */
  Enumeration(Minimum minimum, RealMatrix preconditioner) {
    RealMatrix mean = MatrixUtils.createRealMatrix(minimum.dimension(), minimum.dimension());
    List<RealMatrix> all = new ArrayList<>();
    for (double[][] example : minimum.rows()) {
      RealMatrix jacobian = new Array2DRowRealMatrix(example);
      all.add(jacobian.transposeMultiply(jacobian));
      mean = mean.add(all.get(all.size() - 1).scalarMultiply(1.0 / minimum.examples()));
    }
    var pairs = new EigenDecompositionSymmetric(mean);
    int rank = 0;
    while (rank < minimum.dimension()
        && pairs.getEigenvalue(rank) > 1e-12 * pairs.getEigenvalue(0)) {
      rank++;
    }
    RealMatrix images = new Array2DRowRealMatrix(minimum.dimension(), rank);
    for (int i = 0; i < rank; i++) {
      images.setColumnVector(i, preconditioner.operate(pairs.getEigenvector(i)));
    }
    RealMatrix range =
        new QRDecomposition(images).getQ().getSubMatrix(0, minimum.dimension() - 1, 0, rank - 1);
    for (RealMatrix curvature : all) {
      curvatures.add(range.transposeMultiply(preconditioner.multiply(curvature).multiply(range)));
    }
  }

  int modes() {
    return curvatures.get(0).getRowDimension();
  }

  private record Draw(double probability, RealMatrix curvature) {}

  /** Every batch with its probability. */
  private List<Draw> draws(Sampling sampling) {
    List<Draw> draws = new ArrayList<>();
    int size = sampling.effectiveBatchSize(curvatures.size());
    boolean again = sampling.kind() == Sampling.Kind.WITH_REPLACEMENT;
    collect(draws, 0, size, size, again, 1, MatrixUtils.createRealMatrix(modes(), modes()));
    double sum = draws.stream().mapToDouble(Draw::probability).sum();
    return draws.stream().map(draw -> new Draw(draw.probability / sum, draw.curvature)).toList();
  }

  /** With replacement a multiset weighs 1 / Π (multiplicity!), up to a common factor. */
  private void collect(
      List<Draw> draws,
      int example,
      int left,
      int size,
      boolean again,
      double weight,
      RealMatrix sum) {
    if (left == 0) {
      draws.add(new Draw(weight, sum.scalarMultiply(1.0 / size)));
      return;
    }
    if (example == curvatures.size()) {
      return;
    }
    double factorial = 1;
    for (int times = 0; times <= (again ? left : 1); times++) {
      factorial *= Math.max(1, times);
      collect(
          draws,
          example + 1,
          left - times,
          size,
          again,
          weight / factorial,
          sum.add(curvatures.get(example).scalarMultiply(times)));
    }
  }

  /** ρ of the map. */
  double growthRate(Recurrence recurrence, Sampling sampling) {
    List<Draw> draws = draws(sampling);
    if (draws.size() == 1) { // ρ(M ⊗ M) = ρ(M)², of which the product's own rounding knows nothing
      double radius = spectralRadius(step(recurrence, draws.get(0).curvature));
      return radius * radius;
    }
    int length = recurrence.order() * modes();
    RealMatrix map = MatrixUtils.createRealMatrix(length * length, length * length);
    for (Draw draw : draws) {
      addKronecker(map, step(recurrence, draw.curvature), draw.probability);
    }
    return spectralRadius(map);
  }

  /** ρ of the map of a whole epoch of gradient steps on single examples, over all orders. */
  double epochGrowthRate(double rate) {
    int r = modes();
    RealMatrix map = MatrixUtils.createRealMatrix(r * r, r * r);
    List<RealMatrix> products = new ArrayList<>();
    permute(new ArrayList<>(), MatrixUtils.createRealIdentityMatrix(r), rate, products);
    for (RealMatrix product : products) {
      addKronecker(map, product, 1.0 / products.size());
    }
    return spectralRadius(map);
  }

  private void permute(
      List<Integer> used, RealMatrix product, double rate, List<RealMatrix> products) {
    if (used.size() == curvatures.size()) {
      products.add(product);
      return;
    }
    for (int i = 0; i < curvatures.size(); i++) {
      if (!used.contains(i)) {
        used.add(i);
        permute(
            used,
            step(Recurrences.plain(rate), curvatures.get(i)).multiply(product),
            rate,
            products);
        used.remove(Integer.valueOf(i));
      }
    }
  }

  /** A⊗I − bcᵀ⊗H. */
  private static RealMatrix step(Recurrence recurrence, RealMatrix curvature) {
    int q = recurrence.order();
    int r = curvature.getRowDimension();
    RealMatrix step = MatrixUtils.createRealMatrix(q * r, q * r);
    for (int i = 0; i < q; i++) {
      for (int j = 0; j < q; j++) {
        for (int a = 0; a < r; a++) {
          for (int b = 0; b < r; b++) {
            step.setEntry(
                i * r + a,
                j * r + b,
                (a == b ? recurrence.stateMatrix()[i][j] : 0)
                    - recurrence.input()[i] * recurrence.output()[j] * curvature.getEntry(a, b));
          }
        }
      }
    }
    return step;
  }

  private static void addKronecker(RealMatrix sum, RealMatrix step, double weight) {
    int length = step.getRowDimension();
    double[][] entries = step.getData();
    for (int i = 0; i < length; i++) {
      for (int j = 0; j < length; j++) {
        double left = weight * entries[i][j];
        if (left == 0) {
          continue;
        }
        for (int k = 0; k < length; k++) {
          for (int l = 0; l < length; l++) {
            sum.addToEntry(i * length + k, j * length + l, left * entries[k][l]);
          }
        }
      }
    }
  }

  private static double spectralRadius(RealMatrix matrix) {
    double[][] hessenberg = matrix.getData();
    for (int column = 0; column < hessenberg.length - 2; column++) {
      eliminate(hessenberg, column);
    }
    return ShiftedQr.spectralRadius(hessenberg);
  }

  /** Householder's reflection of what lies below the second entry of a column, from both sides. */
  private static void eliminate(double[][] matrix, int column) {
    int n = matrix.length;
    int first = column + 1;
    double[] direction = new double[n];
    double below = 0;
    for (int i = first; i < n; i++) {
      direction[i] = matrix[i][column];
      below += i > first ? direction[i] * direction[i] : 0;
    }
    if (below == 0) {
      return;
    }
    double length = Math.sqrt(below + direction[first] * direction[first]);
    direction[first] += Math.copySign(length, direction[first]);
    double factor = 2 / (below + direction[first] * direction[first]);
    double[] sums = new double[n];
    for (int i = first; i < n; i++) {
      for (int j = 0; j < n; j++) {
        sums[j] += direction[i] * matrix[i][j];
      }
    }
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        matrix[i][j] -= factor * direction[i] * sums[j];
      }
    }
    for (int i = 0; i < n; i++) {
      double sum = 0;
      for (int j = first; j < n; j++) {
        sum += matrix[i][j] * direction[j];
      }
      for (int j = first; j < n; j++) {
        matrix[i][j] -= factor * sum * direction[j];
      }
    }
  }
}
