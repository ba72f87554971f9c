package org.escapement.engine.compute;

/**
 * The products of a convolution. With the patches of image i as the columns of a matrix A_i, a
 * kernel W, b takes it to W A_i + b, its transpose takes δ_i to the image that adds up Wᵀ δ_i, and
 * the kernel's derivative is δ_i A_iᵀ with bias part δ_i 1.
 *
 * <p>Rows hold images {@code [channels, height, width]} in c order, and may lie apart. A kernel is
 * an array of weights {@code [outputs, channels · side²]}, an output channel's weights in the order
 * channel, line, column, and, unless it has no bias, of biases {@code [1, outputs]}. What is
 * written overlaps with nothing that is read. One thread at a time, since scratch is kept.
 */
public interface Convolution extends AutoCloseable {
  /**
   * {@code out_i = W A_i + b}.
   *
   * @param kernel W and, if there is one, b
   * @param images shape {@code [n, inputs]}
   * @param out shape {@code [n, outputs · positions]}, overwritten
   */
  void apply(Tensor[] kernel, Tensor images, Tensor out);

  /**
   * {@code out_i = out_i + W A_i}, without the bias.
   *
   * @param kernel of which W is read
   * @param images shape {@code [n, inputs]}
   * @param out shape {@code [n, outputs · positions]}, added to
   */
  void addLinear(Tensor[] kernel, Tensor images, Tensor out);

  /**
   * {@code images_i = Wᵀ δ_i}, added up where patches overlap.
   *
   * @param kernel of which W is read
   * @param deltas shape {@code [n, outputs · positions]}
   * @param images shape {@code [n, inputs]}, overwritten, or added to as {@code add} says
   */
  void applyTransposed(Tensor[] kernel, Tensor deltas, Tensor images, boolean add);

  /**
   * Adds {@code weight · Σ_i δ_i A_iᵀ}, and {@code weight · Σ_i δ_i 1} to the biases, if any.
   *
   * @param deltas shape {@code [n, outputs · positions]}
   * @param images shape {@code [n, inputs]}
   * @param sum where to add, shaped like a kernel
   * @param bias whether to add to the biases that there are
   */
  void addOuter(Tensor deltas, Tensor images, Tensor[] sum, boolean bias, double weight);

  /**
   * {@code out_i = δ_i A_iᵀ}, row by row, and behind it {@code δ_i 1} if there is a bias part: the
   * kernel's derivative of each image alone.
   *
   * @param deltas shape {@code [n, outputs · positions]}
   * @param images shape {@code [n, inputs]}
   * @param bias whether there is a bias part
   * @param out shape {@code [n, outputs · patch]}, or {@code [n, outputs · (patch + 1)]};
   *     overwritten
   */
  void outers(Tensor deltas, Tensor images, boolean bias, Tensor out);

  @Override
  void close();
}
