package org.escapement.lab.problem;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective whose origin is elsewhere, where parameters have a rounding of their own. */
public record Shifted(Objective objective, INDArray centre) implements Changed {
  @Override
  public double loss(INDArray x, Batch batch) {
    return objective.loss(x.sub(centre), batch);
  }

  @Override
  public double gradient(INDArray x, Batch batch, INDArray out) {
    return objective.gradient(x.sub(centre), batch, out);
  }

  @Override
  public Curvature curvature(INDArray x) {
    return objective.curvature(x.sub(centre));
  }
}
