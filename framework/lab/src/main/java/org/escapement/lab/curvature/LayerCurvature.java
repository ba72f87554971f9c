package org.escapement.lab.curvature;

import java.util.random.RandomGenerator;
import org.escapement.engine.solver.EigenEstimate;
import org.escapement.engine.solver.Tolerance;
import org.escapement.engine.tensor.Tensors;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.escapement.spi.model.ParameterSubset;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Curvature of some parameters alone, all others held: of the principal blocks of H and of every
 * H_i.
 *
 * @param parameters how many they are
 * @param method exact, or by differences
 * @param sharpness λmax of the block of H, without its eigenvector
 * @param squaredNonUniformity λmax of the mean of the squared deviations of the examples' blocks,
 *     without its eigenvector
 */
public record LayerCurvature(
    long parameters,
    Curvature.Method method,
    EigenEstimate sharpness,
    EigenEstimate squaredNonUniformity) {
  /** Measures it at {@code x}, a point of all parameters. */
  public static LayerCurvature measure(
      Objective objective,
      ParameterSubset subset,
      INDArray x,
      Tolerance tolerance,
      RandomGenerator random) {
    Objective part = objective.restrictedTo(subset, x);
    INDArray at = Tensors.vector(x.dataType(), subset.dimension());
    subset.gather(x, at);
    try (Curvature curvature = part.curvature(at)) {
      CurvatureOperators operators = CurvatureOperators.of(part, curvature);
      try (EigenEstimate sharpness = operators.sharpness(tolerance, null, random);
          EigenEstimate square =
              operators.squaredNonUniformity(tolerance, sharpness, null, random)) {
        return new LayerCurvature(
            subset.dimension(),
            curvature.method(),
            sharpness.withoutVector(),
            square.withoutVector());
      }
    } finally {
      Tensors.free(at);
    }
  }

  /** Whether both numbers met the tolerance. */
  public boolean converged() {
    return sharpness.converged() && squaredNonUniformity.converged();
  }
}
