package org.escapement.lab.problem;

import org.escapement.spi.model.Batch;
import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective whose origin is elsewhere, where parameters have a rounding of their own. */
public record Shifted(Objective objective, INDArray centre) implements Objective {
  @Override
  public int examples() {
    return objective.examples();
  }

  @Override
  public long dimension() {
    return objective.dimension();
  }

  @Override
  public DataType precision() {
    return objective.precision();
  }

  @Override
  public String lossConvention() {
    return objective.lossConvention();
  }

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
