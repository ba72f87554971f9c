package org.escapement.engine.layer;

import java.util.List;
import org.escapement.engine.compute.Tensor;

/**
 * One layer's arithmetic on a fixed number of examples, in buffers made once.
 *
 * <p>There are three pairs of sweeps, each forward through the layers, then backward. A later pair
 * needs what the earlier ones left:
 *
 * <ol>
 *   <li>value and gradient: a, and δ_i, the derivative of example i's loss f_i;
 *   <li>tangent (R): their derivatives along one direction V shared by all examples, which give H_i
 *       v. For a layer with parameters that is a matrix of rank two, kept as its factors;
 *   <li>second (Q): their derivatives along a direction that differs from example to example, U_i =
 *       H_i v − S, which give H_i (H_i v − s). U_i is never formed.
 * </ol>
 *
 * <p>The rows handed to {@link #forward} are only read; derivatives that are handed in may be
 * overwritten by the layer. Arrays that come back belong to the pass or are what was handed in, and
 * hold until its next sweep of the same kind. {@code null} stands for zero where a first layer's
 * input has no derivative. Sums over examples are added, times {@code weight}, to the caller's
 * array.
 */
public interface LayerPass extends AutoCloseable {
  /** The layer's value: input rows to output rows. */
  Tensor forward(Tensor[] parameters, Tensor input);

  /**
   * The gradient sweep.
   *
   * @param delta δ at the output
   * @param gradient where to add weight · Σ_i of the parameters' gradient; null to add nothing
   * @return δ at the input, or null for a first layer
   */
  Tensor backward(Tensor[] parameters, Tensor delta, Tensor[] gradient, double weight);

  /**
   * The tangent's forward half.
   *
   * @param direction V, shaped like the parameters; null where the layer's parameters are held:
   *     then they have no part in this sweep's backward half and in the second sweep either, which
   *     get no direction, shift and product
   * @param tangent R of the input, or null
   * @return R of the output
   */
  Tensor tangentForward(Tensor[] parameters, Tensor[] direction, Tensor tangent);

  /**
   * The tangent's backward half.
   *
   * @param delta R of δ at the output
   * @param product where to add weight · Σ_i H_i v; null to add nothing
   * @return R of δ at the input, or null for a first layer
   */
  Tensor tangentBackward(
      Tensor[] parameters, Tensor[] direction, Tensor delta, Tensor[] product, double weight);

  /**
   * The second sweep's forward half.
   *
   * @param shift S, shaped like the parameters; null for zero
   * @param second Q of the input, or null
   * @return Q of the output
   */
  Tensor secondForward(Tensor[] parameters, Tensor[] shift, Tensor second);

  /**
   * The second sweep's backward half.
   *
   * @param delta Q of δ at the output
   * @param product where to add weight · Σ_i H_i (H_i v − s); null to add nothing
   * @return Q of δ at the input, or null for a first layer
   */
  Tensor secondBackward(
      Tensor[] parameters, Tensor[] shift, Tensor delta, Tensor[] product, double weight);

  /**
   * Adds this layer's part of vᵀ H_i v, after a tangent sweep along v.
   *
   * @param curvature shape {@code [rows, 1]}, added to
   */
  default void addCurvature(Tensor[] direction, Tensor curvature) {}

  /** The gradients of single examples, one entry for each layer with parameters within this one. */
  default List<ExampleGradients> exampleGradients() {
    return List.of();
  }

  /**
   * The passes within this one, itself included, that normalise by statistics of examples, each
   * after those on which its input depends.
   */
  default List<NormalizingPass> normalizing() {
    return List.of();
  }

  /** Frees the buffers. */
  @Override
  void close();
}
