package org.escapement.lab.problem;

import org.escapement.spi.model.Curvature;
import org.escapement.spi.model.Objective;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An objective that is another in all that it does not say itself. */
public interface Changed extends Objective {
  /** The other. */
  Objective objective();

  @Override
  default int examples() {
    return objective().examples();
  }

  @Override
  default long dimension() {
    return objective().dimension();
  }

  @Override
  default DataType precision() {
    return objective().precision();
  }

  @Override
  default String lossConvention() {
    return objective().lossConvention();
  }

  @Override
  default Curvature curvature(INDArray x) {
    return objective().curvature(x);
  }
}
