package org.escapement.plugin.adam;

import java.util.Map;
import org.escapement.spi.optimizer.BatchLaw;
import org.escapement.spi.optimizer.OptimizerFactory;
import org.escapement.spi.optimizer.State;
import org.nd4j.linalg.api.ndarray.INDArray;

class AdaBeliefContractTest implements AdaptiveContract {
  private static final double BETA2 = 0.99;
  private static final double EPSILON = 1e-14;

  @Override
  public OptimizerFactory<?> factory() {
    return new AdaBeliefFactory();
  }

  @Override
  public Record options() {
    return new AdaBeliefOptions(0.05, 0.9, BETA2, EPSILON, null, BatchLaw.WITHOUT_REPLACEMENT);
  }

  @Override
  public Map<String, Double> preconditionerMemory() {
    return Map.of("S", BETA2);
  }

  /** A step adds ε after the decay. */
  @Override
  public State held(State state, State rest) {
    INDArray before = rest.tensor("S").sub(EPSILON).divi(BETA2);
    return AdaptiveContract.super.held(state, rest).with("S", before);
  }
}
