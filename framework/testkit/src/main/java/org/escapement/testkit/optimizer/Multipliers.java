package org.escapement.testkit.optimizer;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.escapement.lab.recurrence.DeterministicEdge;
import org.escapement.spi.linearization.Preconditioner;
import org.escapement.spi.linearization.Recurrence;
import org.hipparchus.analysis.solvers.LaguerreSolver;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.QRDecomposition;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.SingularValueDecomposition;

/**
 * The multipliers of a linear step, as the roots of a polynomial with real coefficients.
 *
 * @param characteristic the coefficients in ascending order, the last of them 1
 */
record Multipliers(double[] characteristic) {
  /** Below this share of the largest singular value a direction of the response is rounding. */
  private static final double RANK_TOLERANCE = 1e-7;

  /** An imaginary part below it is the root finder's. */
  private static final double REAL = 1e-6;

  /** The eigenvalues of A − λbcᵀ. */
  static Multipliers of(Recurrence recurrence, double curvature) {
    int order = recurrence.order();
    RealMatrix matrix = new Array2DRowRealMatrix(order, order);
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        matrix.setEntry(
            i,
            j,
            recurrence.stateMatrix()[i][j]
                - curvature * recurrence.input()[i] * recurrence.output()[j]);
      }
    }
    return new Multipliers(faddeevLeVerrier(matrix));
  }

  private static double[] faddeevLeVerrier(RealMatrix matrix) {
    int order = matrix.getRowDimension();
    double[] coefficients = new double[order + 1];
    coefficients[order] = 1;
    RealMatrix adjugate = matrix.createMatrix(order, order);
    for (int k = 1; k <= order; k++) {
      for (int i = 0; i < order; i++) {
        adjugate.addToEntry(i, i, coefficients[order - k + 1]);
      }
      adjugate = matrix.multiply(adjugate);
      coefficients[order - k] = -adjugate.getTrace() / k;
    }
    return coefficients;
  }

  /**
   * Those that a response shows: the least polynomial c with Σ c_k s_{t+k} = 0 at every t.
   *
   * @param response s_0, s_1, …, at least twice as many as there can be multipliers
   * @param most the most multipliers that there can be
   */
  static Multipliers observed(double[] response, int most) {
    int order = rank(hankel(response, most));
    RealMatrix known = hankel(response, order + 1);
    RealMatrix left =
        known.getSubMatrix(0, known.getRowDimension() - 1, 0, known.getColumnDimension() - 2);
    double[] fitted =
        new QRDecomposition(left)
            .getSolver()
            .solve(known.getColumnVector(order).mapMultiply(-1))
            .toArray();
    double[] characteristic = Arrays.copyOf(fitted, order + 1);
    characteristic[order] = 1;
    return new Multipliers(characteristic);
  }

  private static int rank(RealMatrix matrix) {
    double[] singular = new SingularValueDecomposition(matrix).getSingularValues();
    return (int)
        Arrays.stream(singular).filter(value -> value > RANK_TOLERANCE * singular[0]).count();
  }

  /** Row t holds s_t, …, s_{t+columns−1}. */
  private static RealMatrix hankel(double[] response, int columns) {
    double[][] rows = new double[response.length - columns + 1][];
    for (int t = 0; t < rows.length; t++) {
      rows[t] = Arrays.copyOfRange(response, t, t + columns);
    }
    return new Array2DRowRealMatrix(rows, false);
  }

  int count() {
    return characteristic.length - 1;
  }

  /** How far a response is from obeying these multipliers, as a share of its own size. */
  double misfit(double[] response) {
    RealMatrix known = hankel(response, characteristic.length);
    double size = known.getFrobeniusNorm() * new ArrayRealVector(characteristic).getNorm();
    return known.operate(new ArrayRealVector(characteristic)).getNorm() / size;
  }

  /** The step that is farthest from what these make of the ones before it, in a few words. */
  String worstStep(double[] response) {
    int worst = count();
    double expected = next(response, worst);
    for (int step = count() + 1; step < response.length; step++) {
      double continued = next(response, step);
      if (Double.isFinite(response[worst])
          && !(Math.abs(response[step] - continued) <= Math.abs(response[worst] - expected))) {
        worst = step;
        expected = continued;
      }
    }
    return String.format(
        Locale.ROOT, "most of all step %d: %.6g instead of %.6g", worst, response[worst], expected);
  }

  /** What these make of the steps before one. */
  private double next(double[] response, int step) {
    double next = 0;
    for (int k = 0; k < count(); k++) {
      next -= characteristic[k] * response[step - count() + k];
    }
    return next;
  }

  /** Themselves, to four digits. */
  String text() {
    if (count() == 0) {
      return "none";
    }
    return Arrays.stream(new LaguerreSolver().solveAllComplex(characteristic, 0))
        .map(
            root ->
                Math.abs(root.getImaginary()) < REAL
                    ? String.format(Locale.ROOT, "%.4g", root.getReal())
                    : String.format(Locale.ROOT, "%.4g%+.4gi", root.getReal(), root.getImaginary()))
        .collect(Collectors.joining(", "));
  }

  /** These without some of them. */
  Multipliers without(Multipliers others) {
    double[] rest = characteristic.clone();
    double[] quotient = new double[count() - others.count() + 1];
    for (int k = quotient.length - 1; k >= 0; k--) {
      quotient[k] = rest[k + others.count()];
      for (int i = 0; i <= others.count(); i++) {
        rest[k + i] -= quotient[k] * others.characteristic[i];
      }
    }
    return new Multipliers(quotient);
  }

  /** The largest modulus; 0 where there are none. */
  double radius() {
    int order = count();
    if (order == 0) {
      return 0;
    }
    double[][] companion = new double[order][order];
    for (int i = 0; i < order; i++) {
      companion[i][order - 1] = -characteristic[i];
      if (i > 0) {
        companion[i][i - 1] = 1;
      }
    }
    Recurrence free =
        new Recurrence(
            companion, new double[order], new double[order], Preconditioner.identity(), 1);
    return DeterministicEdge.spectralRadius(free, 0);
  }
}
