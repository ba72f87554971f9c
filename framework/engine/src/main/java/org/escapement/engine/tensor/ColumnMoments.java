package org.escapement.engine.tensor;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.Tensor;

/** Moments of columns by plain loops, in double. */
final class ColumnMoments {
  private ColumnMoments() {}

  /** As {@link Compute#moments}. */
  static void run(
      Tensor deviations, Tensor squares, double count, double epsilon, Tensor mean, Tensor scale) {
    double[] s = row(deviations, deviations);
    double[] q = row(squares, deviations);
    double[] means = row(mean, deviations);
    double[] scales = row(scale, deviations);
    for (int j = 0; j < s.length; j++) {
      means[j] += s[j] / count;
      scales[j] = 1 / Math.sqrt(Math.max(0, q[j] - s[j] * s[j] / count) / count + epsilon);
    }
    Nd4jCompute.INSTANCE.write(means, mean);
    Nd4jCompute.INSTANCE.write(scales, scale);
  }

  private static double[] row(Tensor a, Tensor like) {
    Compute.requireSameShape(like, a);
    Compute.requireShape(a, 1, a.columns());
    double[] values = new double[Math.toIntExact(a.columns())];
    Nd4jCompute.INSTANCE.read(a, values);
    return values;
  }
}
