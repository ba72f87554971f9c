package org.escapement.cuda;

import org.escapement.cuda.Device.MatrixAt;

/**
 * {@code C_i = alpha op(A_i) op(B_i) + beta C_i} for matrices in rows.
 *
 * @param shape of all
 * @param alpha before the products
 * @param a the left factors
 * @param b the right factors
 * @param beta before what is there
 * @param c the results
 * @param count how many, each a {@code step} behind the one before
 */
record Product(
    Shape shape, double alpha, MatrixAt a, MatrixAt b, double beta, MatrixAt c, long count) {
  /**
   * Shapes of the matrices of a product.
   *
   * @param transposeA whether op(A) is Aᵀ
   * @param transposeB whether op(B) is Bᵀ
   * @param m rows of C
   * @param n columns of C
   * @param k the inner dimension
   */
  record Shape(boolean transposeA, boolean transposeB, long m, long n, long k) {}
}
