package org.escapement.engine.tensor;

import org.escapement.engine.compute.Compute;
import org.escapement.engine.compute.ComputeProvider;

/** ND4J with the backend that is on the class path. */
public final class Nd4jProvider implements ComputeProvider {
  @Override
  public String name() {
    return "cpu";
  }

  @Override
  public Compute compute() {
    return Nd4jCompute.INSTANCE;
  }
}
