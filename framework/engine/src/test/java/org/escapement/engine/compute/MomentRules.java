package org.escapement.engine.compute;

import static org.escapement.engine.compute.Samples.requireThrows;

import java.util.List;
import org.escapement.engine.compute.ComputeContract.Named;

/** Means and scales of columns, against their formulas in double. */
final class MomentRules {
  private MomentRules() {}

  static List<Named> all() {
    return List.of(
        new Named("moments", MomentRules::moments),
        new Named("moments of columns with a NaN are NaN", MomentRules::nan),
        new Named("moments of other shapes are refused", MomentRules::refusals));
  }

  private static void moments(Compute compute, Samples samples) {
    int columns = samples.size();
    double count = samples.size(1000);
    double epsilon = 1e-5;
    Sample s = samples.any(1, columns);
    Sample q = samples.any(1, columns);
    Sample mean = samples.any(1, columns);
    Sample scale = samples.unset(1, columns);
    double[][] means = new double[1][columns];
    double[][] scales = new double[1][columns];
    double[][] ofMeans = new double[1][columns];
    double[][] ofScales = new double[1][columns];
    for (int j = 0; j < columns; j++) {
      double sum = s.values()[0][j];
      // one of two has its variance, the other so much of rounding errors that none is left
      q.values()[0][j] =
          samples.rounded(sum * sum / count + (samples.random().nextBoolean() ? 2 : -0.5));
      double variance = Math.max(0, q.values()[0][j] - sum * sum / count) / count;
      means[0][j] = mean.values()[0][j] + sum / count;
      scales[0][j] = 1 / Math.sqrt(variance + epsilon);
      ofMeans[0][j] =
          4 * samples.epsilon() * (Math.abs(mean.values()[0][j]) + Math.abs(sum / count));
      ofScales[0][j] = 16 * samples.epsilon() * scales[0][j];
    }
    q.set(q.values());
    compute.moments(s.tensor(), q.tensor(), count, epsilon, mean.tensor(), scale.tensor());
    mean.expect(means, ofMeans);
    scale.expect(scales, ofScales);
    samples.checkAll();
  }

  private static void nan(Compute compute, Samples samples) {
    Sample s = samples.of(new double[][] {{Double.NaN, 1, 1}});
    Sample q = samples.of(new double[][] {{2, Double.NaN, 2}});
    Sample mean = samples.of(new double[][] {{0, 0, 0.5}});
    Sample scale = samples.unset(1, 3);
    compute.moments(s.tensor(), q.tensor(), 1, 0, mean.tensor(), scale.tensor());
    mean.expect(new double[][] {{Double.NaN, 1, 1.5}});
    scale.expect(new double[][] {{Double.NaN, Double.NaN, 1}});
    samples.checkAll();
  }

  private static void refusals(Compute compute, Samples samples) {
    Tensor three = samples.any(1, 3).tensor();
    Tensor four = samples.any(1, 4).tensor();
    Tensor rows = samples.any(2, 3).tensor();
    Class<IllegalArgumentException> refused = IllegalArgumentException.class;
    requireThrows(refused, () -> compute.moments(three, three, 1, 0, four, three));
    requireThrows(refused, () -> compute.moments(three, four, 1, 0, three, three));
    requireThrows(refused, () -> compute.moments(rows, rows, 1, 0, rows, rows));
    samples.checkAll();
  }
}
