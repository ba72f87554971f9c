package org.escapement.spi.linearization;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Multiplies by positive entries, shape {@code [p]}. */
record DiagonalPreconditioner(INDArray entries, Pace pace, Optional<AtRest> atRest)
    implements Preconditioner {
  @Override
  public Optional<INDArray> diagonal() {
    return Optional.of(entries);
  }

  @Override
  public void apply(INDArray v, INDArray out) {
    v.mul(entries, out);
  }
}
