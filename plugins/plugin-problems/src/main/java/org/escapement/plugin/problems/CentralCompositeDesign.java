package org.escapement.plugin.problems;

/**
 * Few points in d dimensions with the second and the fourth moments of a standard Gaussian vector,
 * exactly: a rotatable central composite design (Box &amp; Hunter 1957, <i>Multi-Factor
 * Experimental Designs for Exploring Response Surfaces</i>) with as many points in the centre as
 * make it orthogonal.
 *
 * <p>Before scaling there are F = 4^⌊d/2⌋ corners (±1, …, ±1), for odd d those whose signs have the
 * product 1 (half of them), two points ±F^¼ on every axis, and points at the origin, n = (√F + 2)²
 * in all. The corners give every Σ z_a² and Σ z_a²z_b² the amount F, and nothing to any other
 * moment of even order up to four, since no product of two or four different signs is constant on
 * them. With the axes
 *
 * <pre>Σ z_a² = F + 2√F,   Σ z_a²z_b² = F,   Σ z_a⁴ = F + 2F = 3F,</pre>
 *
 * so that the fourth moments relate as a Gaussian's, 3 to 1, and n makes E z_a²z_b² = (E z_a²)²;
 * the scale √((√F + 2)/√F) makes E z_a² = 1.
 */
final class CentralCompositeDesign {
  private CentralCompositeDesign() {}

  /**
   * The points.
   *
   * @param dimension d
   * @return n rows of d entries
   */
  static double[][] points(int dimension) {
    int half = dimension / 2;
    int root = 1 << half;
    double scale = Math.sqrt((root + 2.0) / root);
    double[][] corners = SignVectors.all(2 * half);
    double[][] points = new double[(root + 2) * (root + 2)][dimension];
    for (int i = 0; i < corners.length; i++) {
      double product = scale;
      for (int j = 0; j < corners[i].length; j++) {
        points[i][j] = scale * corners[i][j];
        product *= corners[i][j];
      }
      if (dimension > corners[i].length) {
        points[i][dimension - 1] = product;
      }
    }
    double arm = scale * Math.sqrt(root);
    for (int j = 0; j < dimension; j++) {
      points[corners.length + 2 * j][j] = arm;
      points[corners.length + 2 * j + 1][j] = -arm;
    }
    return points;
  }
}
