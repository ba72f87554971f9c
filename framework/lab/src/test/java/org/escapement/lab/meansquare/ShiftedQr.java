package org.escapement.lab.meansquare;

/**
 * Eigenvalues of a real upper Hessenberg matrix by Francis' double-shift QR iteration, after
 * EISPACK's {@code hqr}, in plain Java: LAPACK's {@code dhseqr} multiplies by triangles beyond 75
 * rows, which OpenBLAS does wrongly on processors with AVX-512.
 */
final class ShiftedQr {
  private static final int EXCEPTIONAL = 10;
  private static final int MOST_ITERATIONS = 60;

  private final double[][] h;
  private final double norm;
  private double shifted;
  private double radius;

  // the double shift, and the reflection that chases it
  private double x;
  private double y;
  private double w;
  private double p;
  private double q;
  private double r;

  private ShiftedQr(double[][] hessenberg) {
    h = hessenberg;
    double sum = 0;
    for (int i = 0; i < h.length; i++) {
      for (int j = Math.max(0, i - 1); j < h.length; j++) {
        sum += Math.abs(h[i][j]);
      }
    }
    norm = sum;
  }

  /** The largest modulus of an eigenvalue; the matrix is overwritten. */
  static double spectralRadius(double[][] hessenberg) {
    ShiftedQr iteration = new ShiftedQr(hessenberg);
    for (int end = hessenberg.length - 1; end >= 0; ) {
      end = iteration.deflate(end);
    }
    return iteration.radius;
  }

  /** Splits one eigenvalue or a pair off the end; where the rest ends. */
  private int deflate(int end) {
    for (int count = 0; count < MOST_ITERATIONS; count++) {
      int start = start(end);
      x = h[end][end];
      if (start == end) {
        radius = Math.max(radius, Math.abs(x + shifted));
        return end - 1;
      }
      y = h[end - 1][end - 1];
      w = h[end][end - 1] * h[end - 1][end];
      if (start == end - 1) {
        pair();
        return end - 2;
      }
      if (count > 0 && count % EXCEPTIONAL == 0) {
        shiftExceptionally(end);
      }
      sweep(start, end);
    }
    throw new ArithmeticException("the QR iteration does not converge");
  }

  /** Where the block that ends there begins: behind a negligible entry below the diagonal. */
  private int start(int end) {
    for (int l = end; l > 0; l--) {
      double scale = Math.abs(h[l - 1][l - 1]) + Math.abs(h[l][l]);
      scale = scale == 0 ? norm : scale;
      if (Math.abs(h[l][l - 1]) + scale == scale) {
        h[l][l - 1] = 0;
        return l;
      }
    }
    return 0;
  }

  private void pair() {
    double half = (y - x) / 2;
    double discriminant = half * half + w;
    double root = Math.sqrt(Math.abs(discriminant));
    double center = x + shifted;
    if (discriminant < 0) {
      radius = Math.max(radius, Math.hypot(center + half, root));
      return;
    }
    double far = half + Math.copySign(root, half);
    radius = Math.max(radius, Math.abs(center + far));
    radius = Math.max(radius, Math.abs(far == 0 ? center : center - w / far));
  }

  private void shiftExceptionally(int end) {
    shifted += x;
    for (int i = 0; i <= end; i++) {
      h[i][i] -= x;
    }
    double scale = Math.abs(h[end][end - 1]) + Math.abs(h[end - 1][end - 2]);
    x = 0.75 * scale;
    y = x;
    w = -0.4375 * scale * scale;
  }

  private void sweep(int start, int end) {
    int first = first(start, end);
    for (int i = first + 2; i <= end; i++) {
      h[i][i - 2] = 0;
      if (i > first + 2) {
        h[i][i - 3] = 0;
      }
    }
    for (int k = first; k < end; k++) {
      boolean three = k < end - 1;
      double scale = 1;
      if (k > first) {
        p = h[k][k - 1];
        q = h[k + 1][k - 1];
        r = three ? h[k + 2][k - 1] : 0;
        scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
        if (scale == 0) {
          continue;
        }
        p /= scale;
        q /= scale;
        r /= scale;
      }
      double s = Math.copySign(Math.sqrt(p * p + q * q + r * r), p);
      if (k > first) {
        h[k][k - 1] = -s * scale;
      } else if (start != first) {
        h[k][k - 1] = -h[k][k - 1];
      }
      p += s;
      reflect(k, start, end, three, new double[] {p / s, q / s, r / s, q / p, r / p});
    }
  }

  /** The row from which two small entries in a row let the sweep begin, and its first column. */
  private int first(int start, int end) {
    int m = end - 2;
    while (true) {
      double z = h[m][m];
      double below = x - z;
      double above = y - z;
      p = (below * above - w) / h[m + 1][m] + h[m][m + 1];
      q = h[m + 1][m + 1] - z - below - above;
      r = h[m + 2][m + 1];
      double scale = Math.abs(p) + Math.abs(q) + Math.abs(r);
      p /= scale;
      q /= scale;
      r /= scale;
      if (m == start) {
        return m;
      }
      double small = Math.abs(h[m][m - 1]) * (Math.abs(q) + Math.abs(r));
      double large =
          Math.abs(p) * (Math.abs(h[m - 1][m - 1]) + Math.abs(z) + Math.abs(h[m + 1][m + 1]));
      if (small + large == large) {
        return m;
      }
      m--;
    }
  }

  private void reflect(int k, int start, int end, boolean three, double[] v) {
    for (int j = k; j <= end; j++) {
      double sum = h[k][j] + v[3] * h[k + 1][j] + (three ? v[4] * h[k + 2][j] : 0);
      h[k][j] -= sum * v[0];
      h[k + 1][j] -= sum * v[1];
      if (three) {
        h[k + 2][j] -= sum * v[2];
      }
    }
    for (int i = start; i <= Math.min(end, k + 3); i++) {
      double sum = v[0] * h[i][k] + v[1] * h[i][k + 1] + (three ? v[2] * h[i][k + 2] : 0);
      h[i][k] -= sum;
      h[i][k + 1] -= sum * v[3];
      if (three) {
        h[i][k + 2] -= sum * v[4];
      }
    }
  }
}
